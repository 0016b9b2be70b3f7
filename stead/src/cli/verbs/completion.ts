import { SteadError } from "../../kernel/errors.ts";
import { scripts } from "../completion/scripts.ts";
import { suggest } from "../completion/suggest.ts";
import { wishOf } from "../open-site-for.ts";
import type { Call, Verb } from "../verb.ts";

export const completion: Verb = {
  group: "Looking",
  says: "Prints what a shell needs to complete Stead's verbs, options and environments: bash, zsh or fish.",
  kind: "reads",
  words: [
    { word: "<shell>", about: "bash, zsh or fish; or words, as those scripts ask", choices: Object.keys(scripts) },
    { word: "[typed...]", about: "words: what was typed, the last one at the cursor" },
  ],
  passThrough: true,
  options: [],
  example: "source <(stead completion bash)",
  perform: async (call) => {
    const [shell = "", ...typed] = call.words;
    if (shell === "words") return sayWords(call, typed[0] === "--" ? typed.slice(1) : typed);
    if (!Object.hasOwn(scripts, shell)) throw unknownShell(shell);
    call.screen.print(scripts[shell as keyof typeof scripts].trimEnd());
  },
};

const sayWords = async (call: Call, typed: readonly string[]): Promise<void> => {
  const found = await suggest(call.verbs, { before: typed.slice(0, -1), current: typed.at(-1) ?? "" }, async () => {
    const { environmentNames } = await import("../../operations/environment-names.ts");
    // A folder without a site, or a configuration that cannot be read: whoever presses a key has not asked about it.
    return environmentNames(wishOf(call)).catch(() => []);
  });
  if (found.length > 0) call.screen.print(found.map(({ word, about }) => `${word}\t${about}`).join("\n"));
};

const unknownShell = (shell: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead completion",
    what: `knows no shell "${shell}".`,
    mend: `It knows ${Object.keys(scripts).join(", ")}.`,
  });
