import type { Host } from "../host/host.ts";
import type { Endpoint } from "../state/vocabulary.ts";

/**
 * How many connections instances have: those they answer, and those that wait in their accept queues. What `ss -x` shows, read
 * where ss(8) reads it: a fact of the kernel, not the application's word, on hosts without iproute2 as well.
 */
export const countConnections = async (host: Host, endpoints: readonly Endpoint[]): Promise<number> => {
  const sockets = endpoints.flatMap((at) => ("socket" in at ? [at.socket] : []));
  const ports = endpoints.flatMap((at) => ("port" in at ? [at.port] : []));
  const [unix, ...inet] = await Promise.all([
    sockets.length > 0 ? readText(host, "/proc/net/unix") : "",
    ...(ports.length > 0 ? inetTables.map((path) => readText(host, path)) : []),
  ]);
  return countUnix(unix ?? "", sockets) + inet.reduce((sum, table) => sum + countInet(table, ports), 0);
};

const inetTables = ["/proc/net/tcp", "/proc/net/tcp6"];

const readText = async (host: Host, path: string): Promise<string> =>
  new TextDecoder().decode((await host.files.read(path)) ?? new Uint8Array());

/** __SO_ACCEPTCON (include/uapi/linux/net.h): the listening socket itself. */
const ACCEPTS = 0x10000;

/**
 * Rows of /proc/net/unix (proc_pid_net(5)): `Num RefCount Protocol Flags Type St Inode Path`. The server's end of a
 * connection bears the path of the socket it came in by, from connect(2) on: so the accept queue is counted too.
 */
export const countUnix = (table: string, paths: readonly string[]): number => {
  const wanted = new Set(paths);
  return table.split("\n").filter((row) => {
    const fields = row.trim().split(/\s+/u);
    return wanted.has(fields.slice(7).join(" ")) && (Number.parseInt(fields[3] ?? "0", 16) & ACCEPTS) === 0;
  }).length;
};

/** Established, and closed by the other side but not yet answered to the end (include/net/tcp_states.h). */
const busyStates = new Set(["01", "03", "08"]);

/** Rows of /proc/net/tcp whose local end is one of the ports: the server's end of each connection. */
export const countInet = (table: string, ports: readonly number[]): number =>
  [...table.matchAll(/^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /gmu)].filter(
    ([, port = "0", state = ""]) => ports.includes(Number.parseInt(port, 16)) && busyStates.has(state),
  ).length;
