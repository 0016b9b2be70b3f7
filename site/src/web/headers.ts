import type { FastifyReply, FastifyRequest } from "fastify";
import { isHttps } from "./proxy.ts";

/** Set before anything else happens, so that every status carries them. */
export const setSecurityHeaders = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.headers(ALWAYS);
  if (isHttps(request)) reply.header("strict-transport-security", "max-age=63072000; includeSubDomains");
};

/** No inline code anywhere, so no nonce, so a page is the same for everybody and may be cached. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join("; ");

const ALWAYS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  // Not no-referrer: it would turn the Origin of our own forms into null, which same-origin.ts refuses.
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
} as const;
