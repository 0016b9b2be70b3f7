import { block, literal, quoted, type Lines } from "./syntax.ts";

/** The setting `redirects`, validated. */
export type Redirects = Readonly<Record<string, string | { readonly to: string; readonly status: number }>>;

/** A location for each. They come before files and application: an exact path first, then the longest beginning. */
export const renderRedirects = (redirects: Redirects): Lines =>
  Object.entries(redirects).flatMap(([from, wish]) => {
    const { to, status } = typeof wish === "string" ? { to: wish, status: 308 } : wish;
    return from.endsWith("*") ? beginning(from.slice(0, -1), to, status) : exact(from, to, status);
  });

const exact = (from: string, to: string, status: number): Lines =>
  block(`location = ${quoted(from)}`, [`return ${status} ${target(to)};`]);

const beginning = (from: string, to: string, status: number): Lines =>
  to.endsWith("*")
    ? block(`location ^~ ${quoted(from)}`, [
        // From the request line as it was sent: $uri is decoded, and a decoded line end would become a header.
        // Slashes before the rest are dropped, or //elsewhere.example would leave the site.
        ...block(`if ($request_uri ~ ${quoted(`^${escaped(encodeURI(from))}[/\\\\]*(?<rest>.*)$`)})`, [
          `return ${status} ${literal(encoded(to.slice(0, -1))).slice(0, -1)}$rest";`,
        ]),
        `return ${status} ${literal(encoded(to.slice(0, -1)))};`,
      ])
    : block(`location ^~ ${quoted(from)}`, [`return ${status} ${target(to)};`]);

/** The visitor's query goes along, unless the target has its own. */
const target = (to: string): string => {
  const text = literal(encoded(to));
  return /[?#]/u.test(to) ? text : `${text.slice(0, -1)}$is_args$args"`;
};

/** Percent signs that are already there stay as they are. */
const encoded = (to: string): string => encodeURI(to).replaceAll("%25", "%");

const escaped = (text: string): string => text.replaceAll(/[.+^$()[\]{}|\\*?]/gu, String.raw`\$&`);
