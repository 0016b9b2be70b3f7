import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SteadError } from "../../kernel/errors.ts";
import { codeOf } from "./code-of.ts";
import type { Places } from "./places.ts";
import { supervisorFiles, type Answers, type Reply, type Request } from "./supervisor/protocol.ts";

/** No supervisor answers on the site's socket. */
export class NoSupervisor extends Error {}

/** It ended before it answered. */
export class BrokenOff extends Error {}

/** Milliseconds between two tries, and how many: a process that was killed takes a moment to lose its socket. */
const PAUSE = 10;
const TRIES = 100;

/** Asks the site's supervisor. Throws its faults as they are, NoSupervisor when none is there, and BrokenOff. */
export const ask = async (places: Places, request: Request): Promise<Answers[keyof Answers]> => {
  const reply = await exchange(join(places.run, supervisorFiles.socket), `${JSON.stringify(request)}\n`);
  if ("faults" in reply) throw new SteadError(...reply.faults);
  return reply.result;
};

/** Asks what changes nothing, again if need be; undefined: no supervisor is there. */
export const askIfThere = async <Verb extends "status" | "version">(
  places: Places,
  verb: Verb,
  tries = TRIES,
): Promise<Answers[Verb] | undefined> => {
  try {
    return (await ask(places, { do: verb })) as Answers[Verb];
  } catch (fault) {
    if (fault instanceof NoSupervisor) return undefined;
    if (!(fault instanceof BrokenOff) || tries === 0) throw fault;
    await sleep(PAUSE);
    return askIfThere(places, verb, tries - 1);
  }
};

const exchange = (socket: string, line: string): Promise<Reply> =>
  new Promise((resolve, reject) => {
    let text = "";
    const connection = connect({ path: socket });
    connection.setEncoding("utf8");
    connection.once("connect", () => connection.write(line));
    connection.on("data", (chunk: string) => (text += chunk));
    connection.once("error", (fault) => reject(meaningOf(fault)));
    connection.once("close", () => {
      if (!text.endsWith("\n")) return reject(new BrokenOff());
      resolve(JSON.parse(text) as Reply);
    });
  });

const meaningOf = (fault: Error): Error => {
  const code = codeOf(fault);
  if (code === "ENOENT" || code === "ECONNREFUSED") return new NoSupervisor();
  return code === "ECONNRESET" || code === "EPIPE" ? new BrokenOff() : fault;
};
