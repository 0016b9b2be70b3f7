/** Lines of a configuration, without their indentation. */
export type Lines = readonly string[];

/** One word of nginx's language, whatever is in it, for directives that take no variables (`pid`, `listen`, regular expressions). */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

/**
 * The same for directives that read `$name` as a variable. Nothing escapes a `$` there, so that sign becomes a variable of
 * its own; `dollar` in `maps.ts` defines it.
 */
export const literal = (text: string): string => quoted(text).replaceAll("$", "${dollar}");

/** `head { … }`. */
export const block = (head: string, lines: Lines): Lines => [`${head} {`, ...lines.map(indent), "}"];

/** Paragraphs with a blank line between them; empty ones are left out. */
export const paragraphs = (...parts: readonly Lines[]): Lines =>
  parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ["", ...part]));

/** A whole file: a line of its own says whose it is. */
export const configuration = (title: string, lines: Lines): string =>
  `${["# Written by Stead: " + title, "# Changes made here are overwritten. What Stead has no setting for goes into snippets.nginx.", "", ...lines].join("\n")}\n`;

const indent = (line: string): string => (line === "" ? "" : `    ${line}`);
