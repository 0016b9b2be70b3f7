import { connect, type NetConnectOpts, type Socket } from "node:net";
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

/** Asks in the words of RFC 9112, 3 and reads the first line only: the supervisor needs no HTTP client in its memory. */
const tryHttp = async (at: Endpoint, path: string): Promise<string | undefined> => {
  const question = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  const answer = await converse(at, (socket) => socket.write(question), statusLine);
  if ("failure" in answer) return answer.failure;
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer.said)?.[1];
  return status === "200" ? undefined : `${path} answered ${status ?? "what is not HTTP"}, expected 200`;
};

const statusLine = (text: string): boolean => text.includes("\r\n");

const tryConnect = async (at: Endpoint): Promise<string | undefined> => {
  const answer = await converse(
    at,
    () => undefined,
    () => true,
  );
  return "failure" in answer ? answer.failure : undefined;
};

type Answer = { readonly said: string } | { readonly failure: string };

/** Connects, says something, and listens until it has heard enough. */
const converse = (
  at: Endpoint,
  begin: (socket: Socket) => void,
  isEnough: (text: string) => boolean,
): Promise<Answer> =>
  new Promise((resolve) => {
    const socket = connect(connectTarget(at));
    let said = "";
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ failure: `${sayAt(at)} did not answer within ${ATTEMPT / 1000} s` }), ATTEMPT);
    socket.setEncoding("utf8");
    socket.once("connect", () => {
      begin(socket);
      if (isEnough(said)) end({ said });
    });
    socket.on("data", (chunk: string) => {
      said += chunk;
      if (isEnough(said)) end({ said });
    });
    socket.once("end", () => end({ said }));
    socket.once("error", (fault) => end({ failure: sayFailure(fault, at) }));
  });

const connectTarget = (at: Endpoint): NetConnectOpts =>
  "socket" in at ? { path: at.socket } : { host: at.address, port: at.port };

const sayFailure = (fault: NodeJS.ErrnoException, at: Endpoint): string =>
  fault.code === "ENOENT" || fault.code === "ECONNREFUSED" ? `nothing listens on ${sayAt(at)}` : fault.message;

const sayAt = (at: Endpoint): string => ("socket" in at ? at.socket : `${at.address}:${at.port}`);
