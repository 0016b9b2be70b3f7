import type { FastifyInstance, FastifyRequest } from "fastify";
import { memberOf } from "../accounts/sessions.ts";
import { guest, type Member, type Viewer } from "../accounts/viewer.ts";
import { Problem } from "./problem.ts";
import type { Services } from "./services.ts";
import { sessionToken } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks. A guest until the session, if any, has been looked up. */
    viewer: Viewer;
  }
}

/** Looks up who asks, before any page is made. Without a session cookie the database is not asked. */
export const recogniseViewers = (app: FastifyInstance, { db, now }: Pick<Services, "db" | "now">): void => {
  app.addHook("preHandler", async (request) => {
    const token = sessionToken(request);
    if (token === undefined) return;
    request.viewer = (await memberOf(db, token, now())) ?? guest;
  });
};

/** The member who asks. Throws the page that asks a guest to log in. */
export const memberOfRequest = ({ viewer }: FastifyRequest): Member => {
  if (viewer.kind === "member") return viewer;
  throw new Problem(401, "Log in first", "You need to be logged in for this.");
};
