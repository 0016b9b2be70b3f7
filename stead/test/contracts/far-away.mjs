/** A way to a port of loopback that takes its time: `far-away.mjs PORT MILLISECONDS`, as ssh's ProxyCommand. Each direction takes half. */
import { connect } from "node:net";

const [port, milliseconds] = process.argv.slice(2).map(Number);
const socket = connect(port, "127.0.0.1");
const later = (from, to) => {
  from.on("data", (chunk) => setTimeout(() => to.write(chunk), milliseconds / 2));
  from.on("end", () => setTimeout(() => to.end(), milliseconds / 2));
  from.on("error", () => process.exit());
};
later(process.stdin, socket);
later(socket, process.stdout);
