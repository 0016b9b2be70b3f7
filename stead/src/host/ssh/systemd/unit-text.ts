/** One line of a unit file: `Name=value`. */
export type Line = readonly [name: string, value: string];

/** `[Service]` and its lines. */
export const section = (name: string, lines: readonly Line[]): string =>
  [`[${name}]`, ...lines.map(([key, value]) => `${key}=${value}`), ""].join("\n");

/** A program and its words as one command line (systemd.service(5)). The colon keeps `$` from meaning a variable. */
export const commandLine = (words: readonly string[], prefix: "" | "+" = ""): string =>
  `${prefix}:${words.map(word).join(" ")}`;

/** One word: bare where nothing in it means anything, else quoted with C's escapes, as systemd.syntax(7) says. */
export const word = (text: string): string =>
  /^[A-Za-z0-9/._=@:+,-]+$/u.test(text)
    ? text
    : `"${text
        .replaceAll(/["\\]/gu, String.raw`\$&`)
        .replaceAll("%", "%%")
        .replaceAll(control, escaped)}"`;

/** What cannot be quoted, such as a path that takes the rest of its line: only `%` means something there. */
export const rest = (text: string): string => text.replaceAll("%", "%%");

const control = /\p{Cc}/gu;

const escaped = (character: string): string =>
  character === "\n" ? String.raw`\n` : String.raw`\x` + character.charCodeAt(0).toString(16).padStart(2, "0");
