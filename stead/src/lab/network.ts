import type { Host } from "../host/host.ts";
import { internet } from "./internet/places.ts";
import type { Lab, LabHost } from "./lab.ts";
import { shell } from "./shell.ts";

/**
 * The lab's router: the bridge's own end. Its addresses are link-local and unique-local (RFC 3927, RFC 4193), which no
 * server in a spec has. It knows the way to the hosts and to nowhere else.
 */
export const router = { v4: "169.254.77.1", v6: "fd53:7465:6164::1", link: "fe80::1" } as const;

/** Bytes of the bridge's own hardware address: without one it takes a port's, which changes as ports come and go. */
const BRIDGE = "02:53:54:45:41:44";

/**
 * $1 the namespace; standard input: what ip(8) is to do in it. Duplicate detection would hold addresses back for 1 s. The
 * lab's own programs open port 53 without root's powers; each host has a network, and so this setting, of its own.
 */
const MAKE = `
ip netns add "$1"
nsenter --net=/run/netns/"$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.ip_unprivileged_port_start=53 \\
  net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0 \\
  net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.accept_dad=0
ip -n "$1" -batch -
`;

/** Makes the lab's network: a namespace of its own with a bridge for the hosts, and no way out. */
export const makeNetwork = async (host: Host, lab: Lab, hosts: readonly LabHost[]): Promise<void> => {
  const orders = [
    "link set lo up",
    "link add br0 type bridge stp_state 0 forward_delay 0",
    `link set br0 address ${BRIDGE}`,
    "link set br0 up",
    `address add ${router.v4}/32 dev br0`,
    `address add ${router.link}/64 dev br0 nodad`,
    `address add ${router.v6}/128 dev br0 nodad`,
    ...Object.values(internet).flatMap(({ v4, v6 }) => [
      `address add ${v4}/32 dev lo`,
      `address add ${v6}/128 dev lo nodad`,
    ]),
    ...hosts.flatMap(({ addresses }) => addresses.map(wayTo)),
    // Whoever asks for the outside is told at once that there is no way.
    "route add unreachable 0.0.0.0/0",
    "route add unreachable ::/0",
  ];
  const stdin = `${orders.join("\n")}\n`;
  await shell(host, { task: "its network", text: MAKE, words: [lab.network] }, { stdin, timeout: 30 });
};

/** An IPv6 address is the one with colons. */
export const isIPv6 = (address: string): boolean => address.includes(":");

const wayTo = (address: string): string =>
  isIPv6(address)
    ? `route add ${address}/128 dev br0 src ${router.v6}`
    : `route add ${address}/32 dev br0 src ${router.v4}`;

/** A host's own network, for systemd-networkd: neighbours directly, everything else through the router. */
export const networkFile = ({ addresses }: LabHost): string => {
  const [v4, v6] = [addresses.some((address) => !isIPv6(address)), addresses.some(isIPv6)];
  return [
    "[Match]",
    "Name=host0",
    "[Network]",
    ...addresses.map((address) => `Address=${address}/${isIPv6(address) ? 64 : 24}`),
    `LinkLocalAddressing=${v6 ? "ipv6" : "no"}`,
    "IPv6AcceptRA=no",
    "IPv6DuplicateAddressDetection=0",
    ...(v4 ? ["[Route]", `Gateway=${router.v4}`, "GatewayOnLink=yes"] : []),
    ...(v6 ? ["[Route]", `Gateway=${router.link}`, "GatewayOnLink=yes"] : []),
    "",
  ].join("\n");
};
