import { isPlain } from "../kernel/is-plain.ts";

/**
 * A bad value as a fault shows it: short, on one line, and never when its path says that it may be a secret
 * (everything in app.env, and keys called password, secret, token or key).
 */
export const showValue = (value: unknown, path: readonly PropertyKey[]): string => {
  if (mayBeSecret(path)) return `${kindOf(value)} (not shown)`;
  if (typeof value === "string") return shorten(JSON.stringify(value));
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isPlain(value)) return "an object";
  return kindOf(value);
};

const mayBeSecret = (path: readonly PropertyKey[]): boolean =>
  (path[0] === "app" && path[1] === "env" && path.length > 2) ||
  path.some((key) => /password|secret|token|apikey|api_key|credential/iu.test(String(key)));

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return kindWords[typeof value];
};

const kindWords = {
  string: "text",
  number: "a number",
  bigint: "a bigint",
  boolean: "true or false",
  symbol: "a symbol",
  undefined: "nothing",
  object: "an object",
  function: "a function",
} satisfies Record<string, string>;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…"` : text);

/** `app.env.PORT`, `aliases[1]`, `redirects["/old"]`; the whole spec is `the site`. */
export const showPath = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? "the site" : path.map((key, index) => showKey(key, index === 0)).join("");

const showKey = (key: PropertyKey, first: boolean): string => {
  if (typeof key === "number") return `[${key}]`;
  const text = String(key);
  if (!/^[A-Za-z_$][\w$-]*$/u.test(text)) return `[${JSON.stringify(text)}]`;
  return first ? text : `.${text}`;
};
