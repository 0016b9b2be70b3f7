import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { hasSessionCookie } from "./session-cookie.ts";

/**
 * A page made without looking at a session may be shared for a second, and stands in for ten minutes while the
 * application is away. Everything else belongs to one visitor and is kept by nobody.
 */
const SHARED = "s-maxage=1, stale-while-revalidate=1, stale-if-error=600";
const PRIVATE = "private, no-store";

/** Marks an answer as made for this visitor alone, though no cookie was sent: a form with a key of its own, say. */
export const keepPrivate = (reply: FastifyReply): void => {
  reply.header("cache-control", PRIVATE);
};

/** Runs last: says who may keep the answer, and answers 304 when the visitor has it already. */
export const setCaching = (request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown => {
  if (reply.hasHeader("cache-control")) return payload;
  const shared = isShareable(request, reply);
  reply.header("cache-control", shared ? SHARED : PRIVATE);
  if (!shared) return payload;
  reply.header("vary", "Cookie");
  return typeof payload === "string" && reply.statusCode === 200 ? answerUnchanged(request, reply, payload) : payload;
};

const isShareable = (request: FastifyRequest, reply: FastifyReply): boolean =>
  (request.method === "GET" || request.method === "HEAD") &&
  [200, 301, 404].includes(reply.statusCode) &&
  !hasSessionCookie(request) &&
  !reply.hasHeader("set-cookie");

const answerUnchanged = (request: FastifyRequest, reply: FastifyReply, payload: string): unknown => {
  const tag = `W/"${createHash("sha1").update(payload).digest("base64url")}"`;
  reply.header("etag", tag);
  const known = request.headers["if-none-match"]?.split(",").map((one) => one.trim());
  if (known?.includes(tag) !== true) return payload;
  reply.code(304).removeHeader("content-length");
  return null;
};
