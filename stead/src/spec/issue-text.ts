import type * as z from "zod";
import { join } from "../kernel/text.ts";
import { showValue } from "./show-value.ts";

/** What is wrong with a value, as a sentence after the path: `is 0; it must be at least 1.` */
export const sayIssue = (issue: z.core.$ZodIssue, value: unknown): string => {
  if (value === undefined) return "is missing.";
  const shown = showValue(value, issue.path);
  const own = ownWords(issue);
  if (own?.startsWith("must")) return `is ${shown}; it ${stop(own)}`;
  if (own) return `is ${shown}, which ${stop(own)}`;
  return `is ${shown}; it must be ${expectation(issue)}.`;
};

/** The schema author's message, when there is one: zod's own all begin with these words. */
const ownWords = (issue: z.core.$ZodIssue): string | undefined =>
  /^(Invalid|Too (small|big)|Unrecognized)/u.test(issue.message) ? undefined : issue.message;

const stop = (clause: string): string => (/[.!?]$/u.test(clause) ? clause : `${clause}.`);

/** What was expected, as a noun phrase. */
export const expectation = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "invalid_type") return typeNouns[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return join(issue.values.map(showLiteral), "or");
  if (issue.code === "too_small") return bound(issue.origin, "at least", Number(issue.minimum));
  if (issue.code === "too_big") return bound(issue.origin, "at most", Number(issue.maximum));
  if (issue.code === "not_multiple_of") return `a multiple of ${issue.divisor}`;
  return "of the form that the example shows";
};

const showLiteral = (value: z.core.util.Primitive): string =>
  typeof value === "string" ? JSON.stringify(value) : String(value);

const bound = (origin: string, how: string, limit: number): string => {
  if (origin === "string")
    return limit === 1 && how === "at least" ? "text that is not empty" : `text of ${how} ${limit} characters`;
  if (origin === "array" || origin === "set") return `a list of ${how} ${limit}`;
  return `${how} ${limit}`;
};

const typeNouns: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};
