// Has its port written into it, as many tutorials do: one of the kernel's choice, so that tests do not meet.
import { createServer } from "node:http";

const server = createServer((_, response) => response.end("hello\n"));
server.listen(0, "127.0.0.1", () => console.log(`listening on port ${server.address().port}`));
