// What the load client asks for: a fast page, a write whose answer is the hash of what was sent, a page that takes 2 s.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const edition = readFileSync(new URL("edition.txt", import.meta.url), "utf8").trim();
const page = `<!doctype html><title>Loadable</title><p>loadable, edition ${edition}</p>${"<p>words</p>".repeat(300)}`;

const echo = (request, response) => {
  const hash = createHash("sha256");
  request.on("data", (part) => hash.update(part));
  request.on("end", () => response.end(hash.digest("hex")));
};

const server = createServer((request, response) => {
  if (request.url === "/health") return response.end("well");
  if (request.url === "/echo") return echo(request, response);
  if (request.url === "/slow") return setTimeout(() => response.end("slow, but here"), 2000);
  return response.end(page);
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
