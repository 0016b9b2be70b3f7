// Listens where it should and cannot serve.
import { createServer } from "node:http";

createServer((_, response) => {
  response.statusCode = 503;
  response.end("the database is gone\n");
}).listen(process.env.PORT);
