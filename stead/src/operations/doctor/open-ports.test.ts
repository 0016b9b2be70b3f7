import { expect, test } from "vitest";
import { judgeOpenPorts, parseSockets } from "./open-ports.ts";

const SOCKETS = `udp UNCONN 0      0      127.0.0.1:323      0.0.0.0:*    users:(("chronyd",pid=80,fd=5))
udp UNCONN 0      0      203.0.113.7%eth0:68 0.0.0.0:* users:(("systemd-network",pid=70,fd=9))
tcp LISTEN 0      128    0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=67,fd=6))
tcp LISTEN 0      128       [::]:22    [::]:* users:(("sshd",pid=67,fd=7))
tcp LISTEN 0      80             *:3306     *:* users:(("mariadbd",pid=90,fd=20))
tcp LISTEN 0      80         [::1]:6379  [::]:*
udp UNCONN 0      0      0.0.0.0:51820 0.0.0.0:*
`;

test("what listens for others, once for each program and port; loopback is left out", () => {
  expect(parseSockets(SOCKETS)).toEqual([
    { address: "203.0.113.7", port: 68, protocol: "udp", by: "systemd-network" },
    { address: "0.0.0.0", port: 22, protocol: "tcp", by: "sshd" },
    { address: "*", port: 3306, protocol: "tcp", by: "mariadbd" },
    { address: "0.0.0.0", port: 51_820, protocol: "udp", by: "" },
  ]);
});

const intended = [
  { port: 22, protocol: "tcp", says: "SSH" },
  { port: 68, protocol: "udp", says: "leases" },
] as const;

test("a stranger is named with its port and both ways out", () => {
  const findings = judgeOpenPorts(parseSockets(SOCKETS), intended);
  expect(findings.map(({ verdict, says }) => [verdict, says.slice(0, 40)])).toEqual([
    ["warning", "mariadbd listens on * port 3306/tcp, whi"],
    ["warning", "The kernel listens on 0.0.0.0 port 51820"],
  ]);
  expect(findings[0]?.mend).toContain('firewall: { open: ["3306/tcp"] }');
});

test("a port of the other protocol is not the one that is meant", () => {
  const [found] = judgeOpenPorts([{ address: "*", port: 22, protocol: "udp", by: "x" }], intended);
  expect(found?.verdict).toBe("warning");
});

test("nothing but what is meant: one sentence that names it", () => {
  expect(judgeOpenPorts([], intended)).toEqual([
    {
      subject: "open ports",
      verdict: "ok",
      says: "Nothing listens for others than what is to be open: 22/tcp and 68/udp.",
    },
  ]);
});
