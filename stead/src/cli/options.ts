import type { VerbOption, VerbWord } from "./verb.ts";

/** Options that several verbs share, so that they read alike everywhere. */
const configOption: VerbOption = {
  flags: "-c, --config <file>",
  about: "the site's stead.config.ts; otherwise the one in this folder or above",
};

export const siteOptions: readonly VerbOption[] = [
  configOption,
  { flags: "-e, --environment <name>", about: "which environment of the site (default: local)" },
  { flags: "--lab", about: "act on the lab's hosts (stead lab up) instead of the environment's servers" },
];

/** Where an environment may be named without -e. */
export const environmentWord: VerbWord = { word: "[environment]", about: "which environment (default: local)" };

export const yesOption: VerbOption = { flags: "-y, --yes", about: "do not ask before servers are changed" };

export const dirtyOption: VerbOption = {
  flags: "--dirty",
  about: "release files that differ from the last commit to servers, too",
};

export const jsonOption: VerbOption = { flags: "--json", about: "print JSON instead of text" };

export const adoptOption: VerbOption = {
  flags: "--adopt",
  about: "take over files that stand in the way and are not Stead's",
};
