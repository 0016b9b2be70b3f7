import type { Report } from "../kernel/report.ts";
import type { Choices } from "./choices.ts";
import type { Interruption } from "./interruption.ts";
import type { Screen } from "./print/screen.ts";

/** One word of the command line, as data: what `--help` says of it, what it takes, and what it does. */
export interface Verb {
  readonly group: VerbGroup;
  /** One sentence: what it does for its user. */
  readonly says: string;
  /** Reading verbs answer with one value (`--json`: one JSON value); acting ones tell their progress (JSON lines). */
  readonly kind: "reads" | "acts";
  readonly words?: readonly VerbWord[];
  readonly options: readonly VerbOption[];
  /** Whatever follows the first word belongs to it: `stead run npm test --watch`. */
  readonly passThrough?: true;
  /** A command line worth copying. */
  readonly example: string;
  /** Returns the exit status; undefined: 0. */
  perform(call: Call): Promise<number | void>;
}

export type VerbGroup = "The site" | "Releases" | "Looking" | "Working inside";

export interface VerbWord {
  /** `[component]`, `<state>`, `<command...>`. */
  readonly word: string;
  readonly about: string;
  /** What it may be, for completion; absent: anything. */
  readonly choices?: readonly string[];
}

export interface VerbOption {
  /** `-d, --detached`, `--lines <number>`. */
  readonly flags: string;
  readonly about: string;
}

/** One use of a verb. */
export interface Call {
  /** The folder it was typed in. */
  readonly folder: string;
  readonly words: readonly string[];
  readonly choices: Choices;
  readonly screen: Screen;
  readonly report: Report;
  /** Its signal is aborted by Ctrl-C, SIGTERM and SIGHUP. */
  readonly interruption: Interruption;
  /** Every verb there is, for what is about the command line itself. */
  readonly verbs: Readonly<Record<string, Verb>>;
}
