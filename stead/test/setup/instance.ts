import { chmodSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** One instance of a make-believe application on a unix socket (or a port), inside of the test's own process. */
export interface Instance {
  readonly server: Server;
  /** `METHOD URL` of all it was asked. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Starts it; `respond` decides what it says. */
export const startInstance = async (
  at: string | number,
  respond: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Instance> => {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    respond(incoming, response);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) =>
    typeof at === "number" ? server.listen(at, "127.0.0.1", resolve) : server.listen(at, resolve),
  );
  if (typeof at === "string") chmodSync(at, 0o777);
  return {
    server,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Upgraded ones too, which the server no longer counts as its own.
        for (const socket of sockets) socket.destroy();
      }),
  };
};
