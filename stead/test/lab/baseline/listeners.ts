import type { Host } from "../../../src/host/host.ts";

/** Answers on TCP and UDP ports of every address, IPv4 and IPv6: what a careless program would do. */
const LISTEN = `
import select, socket, sys
polled = {}
for port in map(int, sys.argv[1:]):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        one = socket.socket(socket.AF_INET6, kind)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        one.bind(("::", port))
        if kind == socket.SOCK_STREAM: one.listen(16)
        polled[one] = kind
while True:
    for one in select.select(list(polled), [], [])[0]:
        if polled[one] == socket.SOCK_STREAM: one.accept()[0].close()
        else: one.sendto(b"here", one.recvfrom(99)[1])
`;

/** Lets a server listen on ports, also after a reboot. */
export const listenOn = async (host: Host, ports: readonly number[]): Promise<void> => {
  await host.files.write("/opt/listen.py", LISTEN, { mode: 0o644 });
  const unit = `[Service]\nExecStart=/usr/bin/python3 /opt/listen.py ${ports.join(" ")}\n[Install]\nWantedBy=multi-user.target\n`;
  await host.files.write("/etc/systemd/system/listen.service", unit, { mode: 0o644 });
  await host.run(["systemctl", "enable", "--now", "listen.service"]);
};
