/**
 * Markup that is safe to send. Only this room makes it: from escaped text, from elements, or (once, by name) from HTML
 * that the Markdown renderer has already cleaned.
 */
export class Html {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }
  /** For this room only: the caller vouches for every byte. */
  static vouched(markup: string): Html {
    return new Html(markup);
  }
  toString(): string {
    return this.#markup;
  }
}

/** What may stand between two tags. Objects and functions are refused by the types and, at run time, by `render`. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[];

/** Text, or markup, as HTML. Strings are escaped; true, false, null and undefined show nothing. */
export const render = (child: Child): string => {
  if (typeof child === "string") return escapeText(child);
  if (child instanceof Html) return child.toString();
  if (typeof child === "number") return String(child);
  if (child === null || child === undefined || typeof child === "boolean") return "";
  if (!isList(child)) throw new TypeError("Only text, numbers and elements can be shown.");
  let markup = "";
  for (const one of child) markup += render(one);
  return markup;
};

const isList = (child: unknown): child is readonly Child[] => Array.isArray(child);

/** The body of a stored post or comment: the only HTML that is not made here. See posts/markdown.ts for how it was cleaned. */
export const storedHtml = (cleaned: string): Html => Html.vouched(cleaned);

const NEEDS_ESCAPE = /[&<>"']/;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The same escape serves text and quoted attributes (WHATWG HTML 13.1.2.3 and 13.1.3). */
export const escapeText = (text: string): string =>
  NEEDS_ESCAPE.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "") : text;
