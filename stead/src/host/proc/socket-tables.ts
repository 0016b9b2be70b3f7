import type { Endpoint } from "../../state/vocabulary.ts";

/** A socket that others can reach. */
export interface Listener {
  readonly at: Endpoint;
  readonly inode: string;
}

/** One that has an address and a port. */
export interface InetListener extends Listener {
  readonly at: Extract<Endpoint, { port: number }>;
  readonly uid: number;
}

/** TCP_LISTEN (include/net/tcp_states.h), as /proc prints it. */
const LISTEN = "0A";

/** __SO_ACCEPTCON (include/uapi/linux/net.h): the flag of a listening unix socket. */
const ACCEPTS = 0x10000;

/** TCP_CLOSE, which a UDP socket shows that is bound and talks to nobody in particular. */
const UNCONNECTED = "07";

/** Reads /proc/net/tcp or tcp6 (proc_pid_net(5)): the sockets that listen. */
export const parseInetTable = (table: string): readonly InetListener[] => inState(table, LISTEN);

/** Reads /proc/net/udp or udp6: the sockets that take what anybody sends. */
export const parseUdpTable = (table: string): readonly InetListener[] => inState(table, UNCONNECTED);

const inState = (table: string, state: string): readonly InetListener[] =>
  rowsOf(table)
    .filter((fields) => fields[3] === state)
    .map((fields) => ({ at: parseAddress(fields[1] ?? ""), uid: Number(fields[7]), inode: fields[9] ?? "" }));

/** Reads /proc/net/unix (proc_pid_net(5)): the sockets with a path that listen. */
export const parseUnixTable = (table: string): readonly Listener[] =>
  rowsOf(table)
    .filter((fields) => (Number.parseInt(fields[3] ?? "0", 16) & ACCEPTS) !== 0 && (fields[7] ?? "").startsWith("/"))
    .map((fields) => ({ at: { socket: fields.slice(7).join(" ") }, inode: fields[6] ?? "" }));

const rowsOf = (table: string): readonly (readonly string[])[] =>
  table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 6);

/** `0100007F:0BB8` is 127.0.0.1, port 3000: hexadecimal 32-bit words in the machine's byte order, here little-endian. */
const parseAddress = (text: string): { readonly address: string; readonly port: number } => {
  const [address = "", port = ""] = text.split(":");
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  return {
    address: bytes.length === 4 ? bytes.map((byte) => Number.parseInt(byte, 16)).join(".") : sayV6(bytes),
    port: Number.parseInt(port, 16),
  };
};

/** Only the two addresses that matter to a reader are shortened (RFC 5952). */
const sayV6 = (bytes: readonly string[]): string => {
  const all = bytes.join("");
  if (/^0+$/.test(all)) return "::";
  if (/^0+1$/.test(all)) return "::1";
  return (all.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, "").toLowerCase()).join(":");
};
