import * as z from "zod";

/** A port that is to be open. */
export interface Opening {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/** Where something may go. An absent part: any. */
export interface Destination {
  readonly network?: string;
  readonly port?: number;
}

const v4 = z.union([z.ipv4(), z.cidrv4()]);
const v6 = z.union([z.ipv6(), z.cidrv6()]);

/** An address, or a network in CIDR notation (RFC 4632, RFC 4291). */
export const isNetwork = (text: string): boolean => v4.safeParse(text).success || v6.safeParse(text).success;

/** `51820/udp`; undefined: something else. */
export const readOpening = (text: string): Opening | undefined => {
  const [, digits = "", protocol = ""] = /^(\d{1,5})\/(tcp|udp)$/u.exec(text) ?? [];
  const port = readPort(digits);
  return port === undefined ? undefined : { port, protocol: protocol === "udp" ? "udp" : "tcp" };
};

/**
 * `203.0.113.7`, `203.0.113.0/24:443`, `[2001:db8::]:443` (RFC 3986, 3.2.2), `*:443`; undefined: something else. Names are none:
 * their addresses change, and a firewall that asks for them could not be loaded while no name server answers.
 */
export const readDestination = (text: string): Destination | undefined => {
  if (isNetwork(text)) return { network: text };
  const [, network = "", digits = ""] = /^(?:\[(?=[^\]]*:)|)([^\]]+?)\]?:(\d{1,5})$/u.exec(text) ?? [];
  const port = readPort(digits);
  if (port === undefined || text.includes("[") !== network.includes(":")) return undefined;
  if (network === "*") return { port };
  return isNetwork(network) ? { network, port } : undefined;
};

const readPort = (digits: string): number | undefined => {
  const port = Number(digits);
  return digits !== "" && port >= 1 && port <= 65_535 ? port : undefined;
};
