// Is healthy until a second after it began.
import { createServer } from "node:http";

const began = Date.now();
createServer((_, response) => {
  response.statusCode = Date.now() - began > 1000 ? 500 : 200;
  response.end("so so\n");
}).listen(process.env.PORT);
