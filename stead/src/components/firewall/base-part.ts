/** What the base of the table depends on. */
export interface Entrance {
  /** Ports of sshd. */
  readonly ports: readonly number[];
  /** Networks that may reach them; undefined: all. */
  readonly from?: readonly string[];
}

/**
 * The table's base, the same for all sites of a server. Ports are opened by adding to its sets. It names everything that passes;
 * the rest is told so: who knocks at a server that is on its way down, or at a wrong port, need not wait (RFC 792, RFC 4443).
 */
export const renderBase = ({ ports, from }: Entrance): string => `# Written by Stead. Changes made here are overwritten.
# The table of its own: other tables are not touched. site-*.nft beside this file open ports.
table inet stead
delete table inet stead
table inet stead {
  set open_tcp {
    type inet_service
  }
  set open_udp {
    type inet_service
  }
${from === undefined ? "" : `${networks("ssh_v4", "ipv4_addr", from.filter(isV4))}${networks("ssh_v6", "ipv6_addr", from.filter(isV6))}`}
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    ct state invalid drop
    iif lo accept

    # Errors of the path, without which large packets vanish (RFC 1191, RFC 8201), and neighbours (RFC 4890, 4.4).
    icmp type { destination-unreachable, time-exceeded, parameter-problem } accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept
    icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept
    icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } ip6 saddr fe80::/10 accept
    icmp type echo-request limit rate 50/second burst 100 packets accept
    icmpv6 type echo-request limit rate 50/second burst 100 packets accept
    # Leases of addresses (RFC 2131, 4.1; RFC 8415, 7.2).
    udp sport 67 udp dport 68 accept
    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept

${ssh(ports, from)}
    tcp dport @open_tcp accept
    udp dport @open_udp accept

    # A connection begins with SYN alone (RFC 9293, 3.5). What is none of that belongs to one that is older than this
    # table, or to none, and then the kernel refuses it.
    tcp flags & (fin | syn | rst | ack) != syn accept
    meta pkttype != host drop
    meta l4proto tcp limit rate 200/second burst 100 packets reject with tcp reset
    limit rate 200/second burst 100 packets reject with icmpx port-unreachable
  }

  chain output {
    type filter hook output priority filter; policy accept;
  }
}
`;

const isV6 = (network: string): boolean => network.includes(":");
const isV4 = (network: string): boolean => !isV6(network);

const networks = (name: string, type: string, elements: readonly string[]): string =>
  elements.length === 0
    ? ""
    : `  set ${name} {
    type ${type}
    flags interval
    auto-merge
    elements = { ${elements.join(", ")} }
  }
`;

const ssh = (ports: readonly number[], from: readonly string[] | undefined): string => {
  const port = `tcp dport { ${[...new Set(ports)].toSorted((left, right) => left - right).join(", ")} } accept`;
  if (from === undefined) return `    # SSH.\n    ${port}`;
  return [
    "    # SSH, from the networks of firewall.sshFrom.",
    ...(from.some(isV4) ? [`    ip saddr @ssh_v4 ${port}`] : []),
    ...(from.some(isV6) ? [`    ip6 saddr @ssh_v6 ${port}`] : []),
  ].join("\n");
};
