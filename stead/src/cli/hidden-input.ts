import { buffer } from "node:stream/consumers";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { SteadError } from "../kernel/errors.ts";

/**
 * What nobody may see: all of standard input when that is no terminal, else a line that the terminal does not show. Never a word of
 * the command line, which stands in the shell's history and in the list of processes.
 */
export const readHidden = async (question: string, signal: AbortSignal): Promise<Buffer> =>
  process.stdin.isTTY === true ? Buffer.from(await askHidden(question, signal)) : buffer(process.stdin);

/** A passphrase: the first line of standard input, or asked for; `twice` where a slip would cost everything. */
export const readPassphrase = async (signal: AbortSignal, twice: boolean): Promise<string> => {
  if (process.stdin.isTTY !== true) return (await buffer(process.stdin)).toString("utf8").split(/\r?\n/u)[0] ?? "";
  const said = await askHidden("Passphrase: ", signal);
  if (twice && (await askHidden("Once more: ", signal)) !== said) throw unlike();
  return said;
};

const askHidden = async (question: string, signal: AbortSignal): Promise<string> => {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silence, terminal: true });
  // The terminal sends Ctrl-C as a letter while nothing is shown.
  reader.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    process.stderr.write(question);
    return await reader.question("", { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    reader.close();
    process.stderr.write("\n");
  }
};

const unlike = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "the passphrase",
    what: "was another one the second time.",
    mend: "Type the command again.",
  });
