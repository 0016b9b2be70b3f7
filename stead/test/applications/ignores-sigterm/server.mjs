// Has to be killed.
import { createServer } from "node:http";

createServer((_, response) => response.end("I stay\n")).listen(process.env.PORT);
process.on("SIGTERM", () => console.log("no"));
