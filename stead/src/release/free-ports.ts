import type { Host } from "../host/host.ts";

/**
 * Loopback ports for instances: below the range that the kernel gives to outgoing connections (32768, ip(7)), and above the
 * ports that engines are known by.
 */
const FIRST = 20_000;
const LAST = 32_000;

/** Ports that nothing uses now. The start is random, so that two sites that choose at once do not meet. */
export const choosePorts = async (host: Host, count: number): Promise<readonly number[]> => {
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((path) => host.files.read(path)));
  const used = new Set(
    tables.flatMap((table) => (table === undefined ? [] : localPorts(new TextDecoder().decode(table)))),
  );
  const start = Math.floor(Math.random() * (LAST - FIRST));
  return Array.from({ length: LAST - FIRST }, (_, index) => FIRST + ((start + index) % (LAST - FIRST)))
    .filter((port) => !used.has(port))
    .slice(0, count);
};

/** The local ports of /proc/net/tcp (proc_pid_net(5)): `sl local_address …`, the address as `HEX:PORT`. */
export const localPorts = (table: string): readonly number[] =>
  [...table.matchAll(/^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) /gmu)].map(([, port = "0"]) => Number.parseInt(port, 16));
