import { request } from "node:http";
import { connect, type NetConnectOpts } from "node:net";
import type { UnitDefinition } from "../../../state/observations.ts";
import type { Endpoint, Probe } from "../../../state/vocabulary.ts";
import { tryCommand } from "./try-command.ts";

/** Milliseconds one attempt may take. */
const ATTEMPT = 5_000;

/** Tries a unit's readiness once. undefined: it is ready; else what was seen instead, for a person. */
export const tryProbe = (definition: UnitDefinition): Promise<string | undefined> => {
  const probe: Probe = definition.ready;
  switch (probe.kind) {
    case "http":
      return tryHttp(probe.at, probe.path);
    case "connect":
      return tryConnect(probe.at);
    case "command":
      return tryCommand(probe.run, definition);
  }
};

const tryHttp = (at: Endpoint, path: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const attempt = request({
      ...httpTarget(at),
      path,
      headers: { host: "localhost" },
      agent: false,
      timeout: ATTEMPT,
    });
    attempt.once("response", (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `${path} answered ${response.statusCode}, expected 200`);
    });
    attempt.once("timeout", () => attempt.destroy(new Error(`${path} did not answer within ${ATTEMPT / 1000} s`)));
    attempt.once("error", (fault) => resolve(sayFailure(fault, at)));
    attempt.end();
  });

const httpTarget = (at: Endpoint): { socketPath: string } | { host: string; port: number } =>
  "socket" in at ? { socketPath: at.socket } : { host: at.address, port: at.port };

const tryConnect = (at: Endpoint): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ ...connectTarget(at), timeout: ATTEMPT });
    const end = (answer: string | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(undefined));
    socket.once("timeout", () => end(`${sayAt(at)} did not answer within ${ATTEMPT / 1000} s`));
    socket.once("error", (fault) => end(sayFailure(fault, at)));
  });

const connectTarget = (at: Endpoint): NetConnectOpts =>
  "socket" in at ? { path: at.socket } : { host: at.address, port: at.port };

const sayFailure = (fault: NodeJS.ErrnoException, at: Endpoint): string =>
  fault.code === "ENOENT" || fault.code === "ECONNREFUSED" ? `nothing listens on ${sayAt(at)}` : fault.message;

const sayAt = (at: Endpoint): string => ("socket" in at ? at.socket : `${at.address}:${at.port}`);
