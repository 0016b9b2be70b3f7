import type { VerbOption } from "./verb.ts";

/** Options that several verbs share, so that they read alike everywhere. */
export const siteOptions: readonly VerbOption[] = [
  { flags: "-c, --config <file>", about: "the site's stead.config.ts; otherwise the one in this folder or above" },
  { flags: "-e, --environment <name>", about: "which environment of the site (default: local)" },
];

export const jsonOption: VerbOption = { flags: "--json", about: "print JSON instead of text" };

export const adoptOption: VerbOption = {
  flags: "--adopt",
  about: "take over files that stand in the way and are not Stead's",
};
