// Can only listen on a port number.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const edition = readFileSync(new URL("edition.txt", import.meta.url), "utf8").trim();
const server = createServer((request, response) => {
  const wait = Number(new URL(request.url, "http://localhost").searchParams.get("wait") ?? 0);
  setTimeout(() => response.end(`edition ${edition} of ${process.env.STEAD_RELEASE}\n`), wait);
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => server.close(() => process.exit(0)));
