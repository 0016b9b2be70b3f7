import { SteadError } from "../kernel/errors.ts";

/** The options that were typed, with their types. Names as on the command line, in camel case. */
export interface Choices {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** A whole number from 0 on; throws USAGE for anything else. */
  count(name: string): number | undefined;
}

export const choicesOf = (typed: Readonly<Record<string, unknown>>): Choices => ({
  flag: (name) => typed[name] === true,
  text: (name) => textOf(typed[name]),
  count: (name) => countOf(name, textOf(typed[name])),
});

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const countOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new SteadError({
    code: "USAGE",
    where: `--${name}`,
    what: `is "${text}", which is not a whole number.`,
    mend: `Write a number from 0 on: --${name} 100.`,
  });
};
