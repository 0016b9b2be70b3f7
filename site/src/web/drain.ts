import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** Milliseconds without anybody new after which nobody more is expected. */
const QUIET = 100;
/** Milliseconds after which the door closes even so. */
const LONGEST = 2_000;

/**
 * Prepares a server for its end. The function it returns finishes everybody who is here and then closes. The door stays open
 * until it has been quiet there: closing it resets connections that were made but not yet taken up. Whoever is answered from
 * then on is told not to come back on the same connection.
 */
export const drainable = (app: FastifyInstance): (() => Promise<void>) => {
  const door = watchDoor(app.server);
  return async () => {
    door.sendAway();
    const from = performance.now();
    for (let before = -1; before !== door.arrivals() && performance.now() - from < LONGEST;) {
      before = door.arrivals();
      await sleep(QUIET);
    }
    await app.close();
  };
};

const watchDoor = (server: Server) => {
  let arrivals = 0;
  let closing = false;
  const inside = new Set<ServerResponse>();
  const sendAway = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader("connection", "close");
  };
  server.on("connection", () => {
    arrivals += 1;
  });
  server.prependListener("request", (_request, response: ServerResponse) => {
    arrivals += 1;
    inside.add(response);
    response.once("close", () => inside.delete(response));
    if (closing) sendAway(response);
  });
  return {
    arrivals: () => arrivals,
    sendAway: () => {
      closing = true;
      inside.forEach(sendAway);
    },
  };
};
