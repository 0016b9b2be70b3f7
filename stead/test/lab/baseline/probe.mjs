// Knocks at a port as somebody from outside: `probe.mjs tcp|udp ADDRESS PORT` prints open, refused or silent.
import { createConnection } from "node:net";
import { createSocket } from "node:dgram";

const [protocol, address, port] = process.argv.slice(2);
const tell = (verdict) => {
  console.log(verdict);
  process.exit();
};
setTimeout(() => tell("silent"), 3000);
if (protocol === "tcp") {
  createConnection({ host: address, port: Number(port) }, () => tell("open")).on("error", () => tell("refused"));
} else {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", () => tell("open")).on("error", () => tell("refused"));
  // More than once: a kernel answers one of several such packets in a second (net.ipv6.icmp.ratelimit).
  socket.connect(Number(port), address, () => setInterval(() => socket.send("knock"), 300));
}
