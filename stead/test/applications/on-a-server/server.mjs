// A page that says its edition and how often the migration ran; a file in DATA_DIR counts its starts.
import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { query } from "./query.mjs";

const edition = readFileSync(new URL("edition.txt", import.meta.url), "utf8").trim();
appendFileSync(`${process.env.DATA_DIR}/starts.txt`, `${process.env.STEAD_RELEASE}\n`);

const server = createServer((request, response) => {
  if (request.url === "/healthz") return response.end("ok");
  response.end(`edition ${edition}, ${query("SELECT COUNT(*) FROM migrations").trim()} migrations\n`);
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
