import type { FastifyReply, FastifyRequest } from "fastify";
import type { Services } from "../web/services.ts";
import { giveSessionCookie } from "../web/session-cookie.ts";
import { endSession, startSession } from "./sessions.ts";
import type { StoredUser } from "./users.ts";

/** Gives the visitor a new session; the one they came with, if any, ends. */
export const logInMember = async (
  { db, now }: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  user: Pick<StoredUser, "id" | "role">,
): Promise<void> => {
  if (request.viewer.kind === "member") await endSession(db, request.viewer.session);
  const userAgent = request.headers["user-agent"] ?? "";
  const session = await startSession(db, { userId: user.id, role: user.role, userAgent }, now());
  giveSessionCookie(request, reply, session.token, session.lastsSeconds);
};
