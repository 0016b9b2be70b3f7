import { join } from "../../kernel/text.ts";
import { publicListeners, type Listener } from "../../topology/listeners.ts";
import { isServer } from "../../topology/servers.ts";
import type { Examined } from "./examined.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** Seconds for a list of sockets. */
const PATIENCE = 10;

/** What listens on a server for others than itself, against what is to be open there by the components' word. */
export const lookAtOpenPorts = async ({ site, place, host, parts, runs }: Examined): Promise<readonly Finding[]> => {
  if (!isServer(place)) return [];
  const intended = parts.flatMap(({ powers }) => powers?.opens?.(site.topology, place.name) ?? []);
  const { exitCode, stdout } = await host.run(["ss", "-H", "-l", "-n", "-t", "-u", "-p"], { timeout: PATIENCE });
  if (exitCode !== 0) return [];
  const sockets = parseSockets(stdout);
  return [...judgeOpenPorts(sockets, intended), ...(runs ? judgeSilentPorts(sockets, publicListeners(place)) : [])];
};

/** Somebody who takes what comes from outside. */
export interface OpenSocket extends Pick<Listener, "port" | "protocol"> {
  readonly address: string;
  /** The program; "" when it is the kernel itself. */
  readonly by: string;
}

/** A warning for each program that takes more than it should; else one sentence about what is open. */
export const judgeOpenPorts = (sockets: readonly OpenSocket[], intended: readonly Listener[]): readonly Finding[] => {
  const strangers = sockets.filter(
    ({ port, protocol }) => !intended.some((one) => one.port === port && one.protocol === protocol),
  );
  const ports = [...new Set(intended.map(({ port, protocol }) => `${port}/${protocol}`))];
  return strangers.length === 0
    ? [ok("open ports", `Nothing listens for others than what is to be open: ${join(ports)}.`)]
    : strangers.map(({ address, port, protocol, by }) =>
        warning(
          "open ports",
          `${by === "" ? "The kernel" : by} listens on ${address} port ${port}/${protocol}, which is not to be open. The firewall lets nobody reach it.`,
          `Let it listen on 127.0.0.1 only; or, if it is meant for the world: firewall: { open: ["${port}/${protocol}"] }.`,
        ),
      );
};

/** A port of the site's own on which nobody listens: open in the firewall, and yet closed. */
export const judgeSilentPorts = (sockets: readonly OpenSocket[], own: readonly Listener[]): readonly Finding[] =>
  own
    .filter((one) => !sockets.some(({ port, protocol }) => port === one.port && protocol === one.protocol))
    .map(({ port, protocol, says }) =>
      fault(
        "open ports",
        `Nobody listens on port ${port}/${protocol}, which is for ${says}.`,
        "`stead up` starts what is missing; `stead logs` tells why it ended.",
      ),
    );

/** Reads ss(8). Loopback is nobody else's. One program on both families counts once. */
export const parseSockets = (text: string): readonly OpenSocket[] => {
  const found = new Map<string, OpenSocket>();
  for (const line of text.trim().split("\n")) {
    const [protocol = "", , , , local = ""] = line.split(/\s+/u);
    const end = local.lastIndexOf(":");
    const address = local
      .slice(0, end)
      .replace(/%.*$/u, "")
      .replace(/^\[(.*)\]$/u, "$1");
    if (end < 0 || /^(?:127\.|::1$|::ffff:127\.)/u.test(address)) continue;
    const [, by = ""] = /users:\(\("([^"]*)"/u.exec(line) ?? [];
    const socket = {
      address,
      port: Number(local.slice(end + 1)),
      protocol: protocol === "udp" ? "udp" : "tcp",
      by,
    } as const;
    const key = `${socket.port}/${socket.protocol} ${by}`;
    if (!found.has(key)) found.set(key, socket);
  }
  return [...found.values()];
};
