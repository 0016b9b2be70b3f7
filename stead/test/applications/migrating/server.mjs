// Does not start without its table; POST / adds a word, GET / counts them.
import { createServer } from "node:http";
import { query } from "./query.mjs";

query("SELECT 1 FROM words LIMIT 1");
createServer((request, response) => {
  if (request.method === "POST") query("INSERT INTO words (word) VALUES ('hello')");
  response.end(`${query("SELECT COUNT(*) FROM words").trim()} words\n`);
}).listen(process.env.PORT);
