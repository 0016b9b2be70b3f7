// Is well when it may read the database; its first page needs none.
import { createServer } from "node:http";
import { sql } from "./sql.mjs";

const server = createServer((request, response) => {
  if (request.url === "/") return response.end("no database needed\n");
  const { ok, says } = sql("SELECT COUNT(*) FROM notes");
  response.statusCode = ok ? 200 : 503;
  response.end(says);
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
