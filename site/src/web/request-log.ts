import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { pathOf } from "./respond.ts";

/** The proxy's id for a request, so that both logs can be read together; a new one when there is none to trust. */
export const requestId = (request: Pick<IncomingMessage, "headers">): string => {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[A-Za-z0-9._-]{8,80}$/.test(given) ? given : randomUUID();
};

/** One line for each request, without bodies, queries or cookies: nothing in the log opens a door. */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook("onResponse", async (request, reply) => {
    if (request.routeOptions.url === "/healthz" || request.routeOptions.url === "/livez") return;
    request.log.info(
      { method: request.method, path: pathOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      "answered",
    );
  });
};
