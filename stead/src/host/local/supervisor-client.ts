import { connect } from "node:net";
import { join } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import { codeOf } from "./code-of.ts";
import type { Places } from "./places.ts";
import { supervisorFiles, type Answers, type Reply, type Request } from "./supervisor/protocol.ts";

/** No supervisor answers on the site's socket. */
export class NoSupervisor extends Error {}

/** Asks the site's supervisor. Throws its faults as they are, and NoSupervisor when none is there. */
export const ask = async <Verb extends Request["do"]>(
  places: Places,
  request: Extract<Request, { do: Verb | string }> & { readonly do: Verb },
): Promise<Answers[Verb]> => {
  const reply = await exchange(join(places.run, supervisorFiles.socket), `${JSON.stringify(request)}\n`);
  if ("faults" in reply) throw new SteadError(...reply.faults);
  return reply.result as Answers[Verb];
};

const exchange = (socket: string, line: string): Promise<Reply> =>
  new Promise((resolve, reject) => {
    let text = "";
    const connection = connect({ path: socket });
    connection.setEncoding("utf8");
    connection.once("connect", () => connection.write(line));
    connection.on("data", (chunk: string) => (text += chunk));
    connection.once("error", (fault) => reject(isAbsence(fault) ? new NoSupervisor() : fault));
    connection.once("close", () => {
      if (text === "") return reject(brokenOff());
      resolve(JSON.parse(text) as Reply);
    });
  });

const isAbsence = (fault: Error): boolean => codeOf(fault) === "ENOENT" || codeOf(fault) === "ECONNREFUSED";

const brokenOff = (): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: "supervisor",
    what: "It ended before it answered.",
    mend: "Run the command again: it starts another, which takes over what runs.",
  });
