// Needs a while before it listens, as an application with a large cache to fill.
import { createServer } from "node:http";

setTimeout(() => createServer((_, response) => response.end("late, but here\n")).listen(process.env.PORT), 1500);
