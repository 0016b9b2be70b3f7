// Ten lines of node:http without dependencies: answers with its edition, and lets requests finish at SIGTERM.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const edition = readFileSync(new URL("edition.txt", import.meta.url), "utf8").trim();
const server = createServer((request, response) => {
  const wait = Number(new URL(request.url, "http://localhost").searchParams.get("wait") ?? 0);
  setTimeout(() => response.end(`edition ${edition} of ${process.env.STEAD_RELEASE}, process ${process.pid}\n`), wait);
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
