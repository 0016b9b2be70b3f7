import { Problem } from "./problem.ts";

/** The answers of a form. A field that was not sent is empty. */
export interface Fields {
  /** One line: blanks at the ends go, blanks inside become one. */
  readonly line: (name: string) => string;
  /** Several lines, with one kind of line end. */
  readonly text: (name: string) => string;
  /** Exactly as typed: passwords. */
  readonly exact: (name: string) => string;
}

/** Reads a parsed form. Throws a 400 for a field sent twice, which no form of ours does. */
export const fieldsOf = (body: unknown): Fields => {
  const exact = (name: string): string => {
    const value = isForm(body) && Object.hasOwn(body, name) ? body[name] : "";
    if (typeof value !== "string")
      throw new Problem(400, "That form was not understood", "Go back, reload the page and try again.");
    return value.toWellFormed();
  };
  return {
    exact,
    text: (name) => clean(exact(name)).trimEnd(),
    line: (name) => clean(exact(name)).replace(/\s+/g, " ").trim(),
  };
};

const isForm = (body: unknown): body is Readonly<Record<string, unknown>> => typeof body === "object" && body !== null;

/** Control characters other than tab and line feed mean nothing in a text and upset feeds. */
const clean = (text: string): string => text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\t\n]/gu, "");

/** Faults by field, in the order in which they should be read. */
export type Faults = Readonly<Record<string, string>>;

/** Only those fields that have one. */
export const faultsOf = (candidates: Readonly<Record<string, string | undefined>>): Faults =>
  Object.fromEntries(Object.entries(candidates).filter((entry): entry is [string, string] => entry[1] !== undefined));

export const hasFaults = (faults: Faults): boolean => Object.keys(faults).length > 0;
