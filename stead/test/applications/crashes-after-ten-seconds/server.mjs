// Is well for ten seconds: longer than anybody looks who only waits for a start.
import { createServer } from "node:http";

createServer((_, response) => response.end("fine for now\n")).listen(process.env.PORT);
setTimeout(() => {
  throw new Error("the tenth second");
}, 10_000);
