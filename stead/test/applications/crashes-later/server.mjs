// Is well at first, and crashes a second later: after the switch.
import { createServer } from "node:http";

createServer((_, response) => response.end("fine for now\n")).listen(process.env.PORT);
setTimeout(() => {
  throw new Error("the cache ran over");
}, 1000);
