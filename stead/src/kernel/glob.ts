/**
 * The regular expression (ECMAScript and PCRE alike) of a path glob: `*` any run without `/`, `**` any run, `?` one letter,
 * `{a,b}` either. A glob with no leading `/` matches at any depth: `*.woff2` is `/ANY/THING.woff2`.
 * Anchored at both ends; paths begin with `/`.
 */
export const globToPattern = (glob: string): string =>
  `^${glob.startsWith("/") ? "" : "/(?:.*/)?"}${[...glob.matchAll(token)].map(([part]) => translate(part)).join("")}$`;

/** Tells whether a path (beginning with `/`) is matched by one of the globs. */
export const matchesGlob = (path: string, globs: readonly string[]): boolean =>
  globs.some((glob) => new RegExp(globToPattern(glob), "u").test(path));

const token = /\/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\s\S]/gu;

const translate = (part: string): string => {
  if (part === "/**/") return "/(?:.*/)?";
  if (part === "**") return ".*";
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  if (part.startsWith("{") && part.endsWith("}")) return `(?:${part.slice(1, -1).split(",").map(literal).join("|")})`;
  return literal(part);
};

const literal = (text: string): string => text.replace(/[.+^$()[\]{}|\\*?]/gu, String.raw`\$&`);
