import type { Paint, Style } from "./screen.ts";

/** Fields that the view tells in another way, or that are the same in every line. */
const KNOWN = new Set(["time", "timestamp", "ts", "level", "msg", "message", "pid", "hostname", "release", "v"]);

/** What a logger of Node wrote as JSON, for people: level, message, then the other fields. undefined: it is no such line. */
export const sayJsonLine = (text: string, paint: Paint): string | undefined => {
  const fields = fieldsOf(text);
  const message = fields?.["msg"] ?? fields?.["message"];
  if (fields === undefined || typeof message !== "string") return undefined;
  const others = Object.entries(fields).filter(([name]) => !KNOWN.has(name));
  const level = levelOf(fields["level"]);
  return [
    ...(level ? [paint(level.style, level.name)] : []),
    message,
    ...others.map(([name, value]) =>
      paint("dim", `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`),
    ),
  ].join(" ");
};

const fieldsOf = (text: string): Readonly<Record<string, unknown>> | undefined => {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
};

/** Only levels that somebody should notice; numbers as in pino (50: error, 40: warn). */
const levelOf = (level: unknown): { readonly name: string; readonly style: Style } | undefined => {
  const number = typeof level === "number" ? level : (numbers[String(level).toLowerCase()] ?? 0);
  if (number >= 50) return { name: "error", style: "red" };
  return number >= 40 ? { name: "warning", style: "yellow" } : undefined;
};

const numbers: Readonly<Record<string, number>> = { fatal: 60, error: 50, err: 50, warn: 40, warning: 40 };
