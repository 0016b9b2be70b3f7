import type { Endpoint } from "../state/vocabulary.ts";

/** `127.0.0.1:3000`, `[::]:3000`, or the path of a socket. */
export const sayEndpoint = (at: Endpoint): string => {
  if ("socket" in at) return at.socket;
  return at.address.includes(":") ? `[${at.address}]:${at.port}` : `${at.address}:${at.port}`;
};
