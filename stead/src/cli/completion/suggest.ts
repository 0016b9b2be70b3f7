import type { Verb, VerbOption } from "../verb.ts";

/** A word that may stand where somebody types, and what it means. */
export interface Suggestion {
  readonly word: string;
  readonly about: string;
}

export interface Typed {
  /** Whole words after `stead`. */
  readonly before: readonly string[];
  /** What stands at the cursor; "": nothing yet. */
  readonly current: string;
}

/**
 * What may stand at the cursor; `[]`: Stead does not know, and the shell offers files. `environments`: the names of the site's, asked for
 * only where one may stand.
 */
export const suggest = async (
  verbs: Readonly<Record<string, Verb>>,
  { before, current }: Typed,
  environments: () => Promise<readonly string[]>,
): Promise<readonly Suggestion[]> => {
  const [name, ...words] = before;
  if (name === undefined) return beginning(current, sentencesOf(verbs));
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || words.includes("--")) return [];
  const fitting = optionBefore(verb, words) ? valuesOf(verb, words) : wordsFor(verb, words, current);
  return beginning(current, fitting === ENVIRONMENTS ? (await environments()).map(bare) : fitting);
};

/** The environments of the site, which have to be asked for. */
const ENVIRONMENTS = "environments";

type Fitting = readonly Suggestion[] | typeof ENVIRONMENTS;

const valuesOf = (verb: Verb, words: readonly string[]): Fitting => {
  const option = optionBefore(verb, words);
  return option && isEnvironment(option) ? ENVIRONMENTS : [];
};

const wordsFor = (verb: Verb, words: readonly string[], current: string): Fitting => {
  if (current.startsWith("-")) return verb.options.flatMap(flagsOf);
  const choices = verb.words?.[0]?.choices;
  if (choices && typedOf(verb, words).length === 0) return choices.map(bare);
  return verb.options.some(isEnvironment) ? ENVIRONMENTS : [];
};

const beginning = (current: string, all: readonly Suggestion[]): readonly Suggestion[] =>
  all.filter(({ word }) => word.startsWith(current));

const sentencesOf = (verbs: Readonly<Record<string, Verb>>): readonly Suggestion[] =>
  Object.entries(verbs).map(([word, { says }]) => ({ word, about: says }));

const bare = (word: string): Suggestion => ({ word, about: "" });

/** `-e, --environment <name>`. */
const wordsOf = ({ flags }: VerbOption): readonly string[] =>
  flags.split(/[ ,]+/u).filter((word) => word.startsWith("-"));

const flagsOf = (option: VerbOption): readonly Suggestion[] =>
  wordsOf(option).map((word) => ({ word, about: option.about }));

const takesValue = ({ flags }: VerbOption): boolean => flags.includes("<");

const isEnvironment = ({ flags }: VerbOption): boolean => flags.includes("--environment");

/** The option whose value the cursor stands at. */
const optionBefore = (verb: Verb, words: readonly string[]): VerbOption | undefined => {
  const last = words.at(-1);
  return verb.options.find((option) => takesValue(option) && last !== undefined && wordsOf(option).includes(last));
};

/** The words that are neither options nor their values. */
const typedOf = (verb: Verb, words: readonly string[]): readonly string[] =>
  words.filter((word, index) => !word.startsWith("-") && optionBefore(verb, words.slice(0, index)) === undefined);
