import { randomInt } from "node:crypto";
import * as z from "zod";
import type { Host } from "../../host/host.ts";
import { readMessage, writeQuestion } from "../../kernel/dns-message.ts";
import type { Answered, Ask } from "./walk.ts";

/** Milliseconds until an answer counts as none, and tries over UDP. */
const PATIENCE = 1000;
const TRIES = 2;

const answersShape = z.array(z.object({ reply: z.string().optional(), failed: z.string().optional() }));

/**
 * Asks name servers from a machine, with the Node that runs Stead. `enter`: the words that put a command where the site is seen from: a lab
 * has a network of its own. A machine from which nobody can be asked gives answers that failed.
 */
export const askFrom =
  (host: Host, enter: (words: readonly string[]) => readonly string[] = (words) => words): Ask =>
  async (questions) => {
    if (questions.length === 0) return [];
    const sent = questions.map(({ at, name, type }) => ({
      at,
      message: writeQuestion(randomInt(65_536), name, type).toString("base64"),
    }));
    const { stdout, stderr } = await host.run(enter([process.execPath, "-e", PROGRAM]), {
      stdin: JSON.stringify(sent),
      timeout: (PATIENCE * (TRIES + 1)) / 1000 + 10,
    });
    const read = stdout.startsWith("[") ? answersShape.parse(JSON.parse(stdout)) : [];
    return questions.map((_, index) => answerOf(read[index], stderr));
  };

const answerOf = (read: z.infer<typeof answersShape>[number] | undefined, stderr: string): Answered => {
  if (read?.reply === undefined) return { failed: read?.failed ?? (stderr.trim().split("\n").at(-1) || "no answer") };
  try {
    return readMessage(Buffer.from(read.reply, "base64"));
  } catch {
    return { failed: "an answer that cannot be read" };
  }
};

/** Over UDP, and over TCP what does not fit (RFC 7766). Only the server that was asked may answer, and only to this question. */
const PROGRAM = `
const { createSocket } = require("node:dgram");
const { connect } = require("node:net");
const udp = (at, message) => new Promise((resolve) => {
  const socket = createSocket(at.includes(":") ? "udp6" : "udp4");
  let tries = 0, timer;
  const end = (value) => { clearTimeout(timer); try { socket.close(); } catch {} resolve(value); };
  const send = () => {
    tries += 1;
    if (tries > ${TRIES}) return end({ failed: "no answer" });
    socket.send(message, (error) => { if (error) end({ failed: error.code }); });
    timer = setTimeout(send, ${PATIENCE});
  };
  socket.on("error", (error) => end({ failed: error.code === "ECONNREFUSED" ? "nothing listens there" : error.code }));
  socket.on("message", (reply) => { if (reply.length > 11 && reply.readUInt16BE(0) === message.readUInt16BE(0)) end({ reply }); });
  socket.connect(53, at, (error) => (error ? end({ failed: error.code }) : send()));
});
const tcp = (at, message) => new Promise((resolve) => {
  const socket = connect({ host: at, port: 53, timeout: ${PATIENCE} });
  let got = Buffer.alloc(0);
  const end = (value) => { socket.destroy(); resolve(value); };
  socket.on("error", (error) => end({ failed: error.code })).on("timeout", () => end({ failed: "no answer over TCP" }));
  socket.on("close", () => end({ failed: "no answer over TCP" }));
  socket.on("connect", () => {
    const length = Buffer.alloc(2); length.writeUInt16BE(message.length); socket.write(Buffer.concat([length, message]));
  });
  socket.on("data", (part) => {
    got = Buffer.concat([got, part]);
    if (got.length > 1 && got.length >= 2 + got.readUInt16BE(0)) end({ reply: got.subarray(2, 2 + got.readUInt16BE(0)) });
  });
});
const one = async ({ at, message }) => {
  const bytes = Buffer.from(message, "base64");
  const first = await udp(at, bytes);
  const cut = first.reply && first.reply.readUInt16BE(2) & 0x0200;
  const { reply, failed } = cut ? await tcp(at, bytes) : first;
  return reply ? { reply: reply.toString("base64") } : { failed };
};
let input = "";
process.stdin.on("data", (part) => { input += part; }).on("end", async () => {
  process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(input).map(one))));
});
`;
