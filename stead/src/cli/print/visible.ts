/**
 * Text with everything a terminal would obey made visible, but for line ends, tabs and colours (ECMA-48, SGR): logs and mail hold
 * what strangers wrote, and a logger's JSON comes to this program unescaped.
 */
export const visible = (text: string): string =>
  text.replaceAll("\r\n", "\n").replaceAll(control, (found) => (isHarmless(found) ? found : spelled(found)));

/** A control character (C0, C1), with what would make it a colour if it is ESC. */
const control = /\p{Cc}(?:\[[\d;]*m)?/gu;

const isHarmless = (found: string): boolean =>
  /^[\t\n]/u.test(found) || (found.startsWith("\u{1b}") && found.length > 1);

const spelled = (found: string): string =>
  `\\x${(found.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}${found.slice(1)}`;
