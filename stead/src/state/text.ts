import type { Text } from "./vocabulary.ts";

/** The names of the secrets that a text refers to. */
export const secretsIn = (text: Text): readonly string[] =>
  typeof text === "string" ? [] : text.flatMap((part) => (typeof part === "string" ? [] : [part.secret]));

/** The text with its secrets filled in; undefined when one of them is not known yet. */
export const fillText = (text: Text, reveal: (name: string) => string | undefined): string | undefined => {
  if (typeof text === "string") return text;
  const parts = text.map((part) => (typeof part === "string" ? part : reveal(part.secret)));
  return parts.includes(undefined) ? undefined : parts.join("");
};
