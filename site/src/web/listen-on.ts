import type { FastifyListenOptions } from "fastify";

/** PORT is the path of a unix socket, or a port number on loopback: only the proxy beside us is meant to reach us. */
export const listenOn = (port: string): FastifyListenOptions =>
  /^\d+$/.test(port) ? { port: Number(port), host: "127.0.0.1" } : { path: port };
