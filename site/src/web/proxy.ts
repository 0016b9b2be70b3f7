import type { FastifyRequest } from "fastify";

type Asked = Pick<FastifyRequest, "headers" | "socket">;

/**
 * The visitor's address. Only the local proxy can reach the socket, or loopback, and it overwrites these headers; from
 * anybody else they are ignored. The last address of X-Forwarded-For is the one that the proxy itself saw.
 */
export const clientAddress = (request: Asked): string => {
  const peer = request.socket.remoteAddress;
  if (!isLocalProxy(peer)) return peer ?? "unknown";
  const seen = headerOf(request, "x-real-ip") ?? headerOf(request, "x-forwarded-for")?.split(",").at(-1);
  return seen?.trim() ?? peer ?? "unknown";
};

/** What limits count by: one address of version 4, or the /64 that one customer gets of version 6. */
export const clientNetwork = (request: Asked): string => {
  const address = clientAddress(request).replace(/^::ffff:/i, "");
  return address.includes(":") ? `${expand(address).slice(0, 4).join(":")}::/64` : address;
};

export const isHttps = (request: Asked): boolean =>
  isLocalProxy(request.socket.remoteAddress) && headerOf(request, "x-forwarded-proto") === "https";

/** Scheme, name and port as the visitor's browser writes them in Origin. */
export const originOf = (request: Asked): string =>
  `${isHttps(request) ? "https" : "http"}://${(request.headers.host ?? "").toLowerCase()}`;

/** A unix socket has no address. */
const isLocalProxy = (peer: string | undefined): boolean =>
  peer === undefined || peer === "" || peer === "127.0.0.1" || peer === "::1" || peer === "::ffff:127.0.0.1";

const headerOf = (request: Asked, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** All eight groups of an IPv6 address. */
const expand = (address: string): readonly string[] => {
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array.from({ length: gap }, () => "0"), ...right];
};
