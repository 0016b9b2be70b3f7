import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { SteadError } from "../../../kernel/errors.ts";
import { PROTOCOL, type Reply, type Request } from "./protocol.ts";
import type { Supervisor } from "./supervisor.ts";

/** What the process itself does when it is asked to go. */
export interface Exits {
  /** After the answer is out. */
  leave(): void;
}

/** Answers requests on a socket that only this account may open. The guard's lock says that no other server is alive. */
export const serve = (socket: string, supervisor: Supervisor, exits: Exits): Server => {
  rmSync(socket, { force: true });
  const server = createServer({ allowHalfOpen: true }, (connection) => converse(connection, supervisor, exits));
  const before = process.umask(0o177);
  server.listen(socket);
  process.umask(before);
  return server;
};

const converse = (connection: Socket, supervisor: Supervisor, exits: Exits): void => {
  let text = "";
  connection.setEncoding("utf8");
  connection.on("error", () => undefined);
  connection.on("data", (chunk: string) => {
    text += chunk;
    if (!text.endsWith("\n")) return;
    const line = text;
    text = "";
    void reply(line, supervisor).then(({ answer, isLast }) =>
      connection.end(`${JSON.stringify(answer)}\n`, () => {
        if (isLast) exits.leave();
      }),
    );
  });
};

const reply = async (
  line: string,
  supervisor: Supervisor,
): Promise<{ readonly answer: Reply; readonly isLast: boolean }> => {
  try {
    const request = JSON.parse(line) as Request;
    const result = (await perform(request, supervisor)) ?? null;
    return { answer: { result }, isLast: request.do === "stop-all" || request.do === "leave" };
  } catch (fault) {
    return { answer: { faults: faultsOf(fault) }, isLast: false };
  }
};

const perform = async (request: Request, supervisor: Supervisor) => {
  switch (request.do) {
    case "version":
      return PROTOCOL;
    case "status":
      return supervisor.status();
    case "start":
    case "restart":
    case "reload":
      return supervisor[request.do](request.unit);
    case "stop":
      return supervisor.stop(request.name);
    case "run-now":
      return supervisor.runNow(request.name);
    case "stop-all":
      return supervisor.stopAll();
    case "leave":
      return;
  }
};

const faultsOf = (fault: unknown): Extract<Reply, { faults: unknown }>["faults"] => {
  if (fault instanceof SteadError) {
    const [first, ...more] = fault.faults;
    if (first) return [first, ...more];
  }
  const what = `The supervisor could not do it: ${fault instanceof Error ? fault.message : String(fault)}.`;
  return [{ code: "COMMAND_FAILED", where: "supervisor", what, mend: "See `stead logs supervisor`." }];
};
