// A stranger's server for the conformance application: HTTPS on 8443, and a resolver on 5353 that knows answers.test.
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

const [key, cert] = ["/root/outside.key", "/root/outside.pem"].map((path) => readFileSync(path));
createServer({ key, cert }, (_, answer) => answer.end("outside")).listen(8443);

// RFC 1035, 4: the question again, and one A record (192.0.2.1) for the name that it begins with.
const answerTo = (question) => {
  const end = question.indexOf(0, 12) + 5;
  const header = Buffer.from([question[0], question[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
  return Buffer.concat([header, question.subarray(12, end), record]);
};
const resolver = createSocket("udp4");
resolver.on("message", (question, from) => resolver.send(answerTo(question), from.port, from.address));
resolver.bind(5353);
