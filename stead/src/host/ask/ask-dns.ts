import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { readMessage, writeQuestion, type Reply } from "../../kernel/dns-message.ts";

/** Milliseconds until an answer counts as none. */
const PATIENCE = 2000;

export interface DnsQuestion {
  readonly at: { readonly address: string; readonly port: number };
  readonly name: string;
  readonly type: string;
}

/** Asks one name server over UDP, and nobody else; rejects with a sentence when it does not answer. */
export const askDns = ({ at, name, type }: DnsQuestion): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const id = randomInt(65_536);
    const socket = createSocket(at.address.includes(":") ? "udp6" : "udp4");
    const done = (act: () => void): void => {
      clearTimeout(timer);
      socket.close();
      act();
    };
    const timer = setTimeout(() => done(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`))), PATIENCE);
    // Connected: only that server may answer, and a closed port is told at once.
    socket.connect(at.port, at.address, () => socket.send(writeQuestion(id, name, type)));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      done(() => reject(error.code === "ECONNREFUSED" ? new Error("nothing listens there") : error)),
    );
    socket.on("message", (message) => {
      if (message.length >= 12 && message.readUInt16BE(0) === id) done(() => resolve(readMessage(message)));
    });
  });
