import type { Command } from "commander";
import { painter, type Paint } from "./print/screen.ts";
import { sayTable } from "./print/table.ts";
import { wrap } from "./print/wrap.ts";
import type { Verb, VerbGroup } from "./verb.ts";

const GROUPS: readonly VerbGroup[] = ["The site", "Releases", "Looking", "Working inside"];

/** Characters of a line: help is the same wherever it is printed. */
const WIDTH = 80;

/** One sentence, usage, words and options, one example. */
export const sayVerbHelp = (name: string, verb: Verb, paint: Paint = painter(process.stdout)): string => {
  const words = (verb.words ?? []).map(({ word }) => ` ${word}`).join("");
  const terms = [
    ...(verb.words ?? []).map(({ word, about }) => [`  ${word}`, about]),
    ...verb.options.map(({ flags, about }) => [`  ${flags.startsWith("--") ? "    " : ""}${flags}`, about]),
    ["  -h, --help", "show this"],
  ];
  return [
    wrap(verb.says, WIDTH - 2),
    `${paint("bold", "Usage")}\n  stead ${name}${words} [options]`,
    `${paint("bold", "Options")}\n${sayTable(terms, { width: WIDTH })}`,
    `${paint("bold", "Example")}\n  $ ${verb.example}\n`,
  ].join("\n\n");
};

/** All verbs by group, each with its sentence. */
export const sayProgramHelp = (
  verbs: Readonly<Record<string, Verb>>,
  paint: Paint = painter(process.stdout),
): string => {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  const sections = GROUPS.map((group) => {
    const rows = Object.entries(verbs).filter(([, verb]) => verb.group === group);
    return rows.length === 0
      ? ""
      : `${paint("bold", group)}\n${rows.map(([name, { says }]) => row(name, says, width)).join("\n")}`;
  });
  return [
    "Stead runs your website on servers you own, from one typed file.",
    `${paint("bold", "Usage")}\n  stead VERB [options]      stead VERB --help tells what each takes`,
    ...sections.filter((section) => section !== ""),
    `${paint("bold", "Example")}\n  $ stead init && stead up\n`,
  ].join("\n\n");
};

const row = (name: string, says: string, width: number): string =>
  `  ${name.padEnd(width)}  ${wrap(says.replace(/\.$/, ""), 76 - width, width + 4)}`;

/** Hands the texts above to the parser. */
export const useHelp = (command: Command, text: () => string): Command =>
  command.configureHelp({ formatHelp: text }).helpOption("-h, --help", "show this");
