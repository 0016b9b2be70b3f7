import { openSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ReadStream } from "node:tty";
import { Writable } from "node:stream";
import { Secret } from "../../kernel/secret.ts";

/** Asks for a secret on the terminal of this process, which does not show it; undefined: there is no terminal. */
export const askPassword = async (question: string): Promise<Secret | undefined> => {
  const descriptor = openTerminal();
  if (descriptor === undefined) return undefined;
  const terminal = new ReadStream(descriptor);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: terminal, output: silence, terminal: true });
  try {
    process.stderr.write(question);
    const interrupted = new Promise<never>((_resolve, reject) => {
      reader.once("SIGINT", () => {
        reject(new Error("interrupted"));
        process.kill(process.pid, "SIGINT");
      });
    });
    return new Secret(await Promise.race([reader.question(""), interrupted]));
  } finally {
    reader.close();
    terminal.destroy();
    process.stderr.write("\n");
  }
};

const openTerminal = (): number | undefined => {
  try {
    return process.stderr.isTTY ? openSync("/dev/tty", "r") : undefined;
  } catch {
    return undefined;
  }
};
