import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { choicesOf } from "./choices.ts";
import { tellFailure } from "./failure.ts";
import { sayProgramHelp, sayVerbHelp, useHelp } from "./help.ts";
import { watchInterruption } from "./interruption.ts";
import { openProgress } from "./print/progress.ts";
import { openScreen, type Screen } from "./print/screen.ts";
import type { Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** Parses the command line, performs the verb, prints what went wrong; returns the exit status. */
export const runProgram = async (argv: readonly string[]): Promise<number> => {
  const screen = openScreen(wantsJson(argv));
  const outlet = watchOutlet();
  let status = 0;
  const program = programOf(async (verb, words, typed) => {
    // `stead up | tee log`: Ctrl-C ends tee as well, and the site must still be stopped in order.
    if (verb.kind === "acts") outlet.outlive();
    status = await perform(verb, words, typed, screen);
  });
  try {
    await program.parseAsync([...(argv.length === 0 ? ["--help"] : argv)], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // help and version were asked for
    return tellFailure(error, screen);
  }
};

type Performer = (verb: Verb, words: readonly string[], typed: Record<string, unknown>) => Promise<void>;

const programOf = (performed: Performer): Command => {
  const program = new Command("stead")
    .exitOverride()
    .configureOutput({ writeErr: () => undefined }) // failure.ts says it, in Stead's own form
    .enablePositionalOptions()
    .version(version(), "-v, --version", "print the version");
  useHelp(program, () => sayProgramHelp(verbs));
  for (const [name, verb] of Object.entries<Verb>(verbs)) program.addCommand(commandOf(program, name, verb, performed));
  return program;
};

const commandOf = (program: Command, name: string, verb: Verb, performed: Performer): Command => {
  const command = useHelp(new Command(name).copyInheritedSettings(program), () => sayVerbHelp(name, verb));
  command.passThroughOptions(verb.passThrough ?? false);
  for (const { word, about } of verb.words ?? []) command.argument(word, about);
  for (const { flags, about } of verb.options) command.option(flags, about);
  return command.action(async () => performed(verb, command.processedArgs.flat().filter(isText), command.opts()));
};

const isText = (value: unknown): value is string => typeof value === "string";

const perform = async (
  verb: Verb,
  words: readonly string[],
  typed: Record<string, unknown>,
  screen: Screen,
): Promise<number> => {
  const progress = openProgress(screen, verb.kind);
  const interruption = watchInterruption(() => {
    progress.stop();
    process.exit(130);
  });
  try {
    const call = {
      folder: process.cwd(),
      words,
      choices: choicesOf(typed),
      screen,
      report: progress.report,
      interruption,
      verbs,
    };
    return (await verb.perform(call)) ?? 0;
  } finally {
    progress.stop();
    interruption.close();
  }
};

/** Asked before parsing, so that a wrong command line is answered in JSON too. Words after `--` belong to somebody else. */
const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf("--");
  return argv.slice(0, end === -1 ? argv.length : end).includes("--json");
};

const version = (): string => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version: number } = JSON.parse(text) as { version: string };
  return number;
};

/** `stead logs | head` closes the pipe, a closed terminal takes no more writes: neither is worth a stack trace. */
const watchOutlet = (): { readonly outlive: () => void } => {
  let ends = true;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (ends && error.code === "EPIPE") process.exit(0);
    });
  }
  return { outlive: () => (ends = false) };
};
