import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import type { Claim } from "../host.ts";
import { parseInetTable, parseUdpTable } from "../proc/socket-tables.ts";
import { codeOf } from "./code-of.ts";

/**
 * Claims ports for the site whose sockets lie in `run`; undefined: another site has claimed one, or somebody listens on one. A
 * claim is a name among the machine's abstract sockets (unix(7)): one for all users, and gone with the process that has it.
 */
export const claimPorts = async (ports: readonly number[], run: string): Promise<Claim | undefined> => {
  const held: Server[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  for (const port of ports) {
    // The second name tells others whose the first one is.
    for (const name of [`stead/port/${port}`, `stead/port/${port}/of${run}`]) {
      const server = await hold(name);
      if (server) held.push(server);
      else return release().then(() => undefined);
    }
  }
  // After the claim: whoever listened before it is seen, and nobody chooses the port from now on.
  if (ports.some((port) => listenedOn().has(port))) return release().then(() => undefined);
  return { release };
};

const hold = (name: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once("error", (fault) => (codeOf(fault) === "EADDRINUSE" ? resolve(undefined) : reject(fault)));
    server.listen({ path: `\0${name}` }, () => resolve(server.unref()));
  });

const listenedOn = (): ReadonlySet<number> =>
  new Set(
    [
      ...["tcp", "tcp6"].flatMap((name) => parseInetTable(tableOf(name))),
      ...["udp", "udp6"].flatMap((name) => parseUdpTable(tableOf(name))),
    ].map(({ at }) => at.port),
  );

/** A machine without IPv6 has no table of it. */
const tableOf = (name: string): string => {
  try {
    return readFileSync(`/proc/net/${name}`, "utf8");
  } catch {
    return "";
  }
};
