import type { FastifyReply, FastifyRequest } from "fastify";
import { isHttps } from "./proxy.ts";

/** With TLS the browser itself guarantees that only this very host set the cookie (the __Host- prefix of RFC 6265bis). */
const cookieName = (request: FastifyRequest): string => (isHttps(request) ? "__Host-sid" : "sid");

export const sessionToken = (request: FastifyRequest): string | undefined => request.cookies[cookieName(request)];

/** Any cookie that the proxy would take for a session: such a request's answer is nobody else's. */
export const hasSessionCookie = (request: FastifyRequest): boolean =>
  request.cookies["sid"] !== undefined || request.cookies["__Host-sid"] !== undefined;

export const giveSessionCookie = (
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  lastsSeconds: number,
): void => {
  reply.setCookie(cookieName(request), token, { ...attributes(request), maxAge: lastsSeconds });
};

export const takeSessionCookie = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.clearCookie(cookieName(request), attributes(request));
};

/** Lax, not Strict: whoever follows a link from elsewhere is still logged in. */
const attributes = (request: FastifyRequest) =>
  ({ path: "/", httpOnly: true, sameSite: "lax", secure: isHttps(request) }) as const;
