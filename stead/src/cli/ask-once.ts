import { createInterface } from "node:readline/promises";
import { SteadError } from "../kernel/errors.ts";
import type { Call } from "./verb.ts";

/**
 * Asks the operator once; with --yes nobody is asked. Throws USAGE where nobody can be asked, with `preview` as what shows it all, and
 * INTERRUPTED when the answer is no.
 */
export const askOnce = async (
  { screen, choices, interruption }: Call,
  question: string,
  preview: string,
): Promise<void> => {
  if (choices.flag("yes")) return;
  if (screen.json || process.stdin.isTTY !== true) throw nobodyToAsk(preview);
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const said = await asked.question(`${question} [y/N] `, { signal: interruption.signal });
    if (!/^y(?:es)?$/iu.test(said.trim())) throw refused();
  } catch (error) {
    throw interruption.signal.aborted ? refused() : error;
  } finally {
    asked.close();
  }
};

const nobodyToAsk = (preview: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "this command",
    what: "would change servers, and there is nobody to ask.",
    mend: `Type it in a terminal, or with --yes where you know what it does: \`${preview}\` shows it.`,
  });

const refused = (): SteadError =>
  new SteadError({
    code: "INTERRUPTED",
    where: "this command",
    what: "changed nothing: the answer was no.",
    mend: "Type it again when you like.",
  });
