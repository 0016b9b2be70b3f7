import { escapeText } from "./html.ts";

/**
 * The attributes of one element, as HTML with a leading space.
 * @throws TypeError for `style`, `srcdoc` and event handlers (the content security policy would drop them) and for addresses that
 * are neither local nor http, https or mailto.
 */
export const renderAttributes = (attributes: Readonly<Record<string, unknown>>): string => {
  let markup = "";
  for (const name in attributes) {
    if (name === "children") continue;
    markup += renderAttribute(name, attributes[name]);
  }
  return markup;
};

const renderAttribute = (name: string, value: unknown): string => {
  if (!SAFE_NAME.test(name) || REFUSED_NAME.test(name)) throw new TypeError(`The attribute ${name} is not allowed.`);
  if (value === null || value === undefined || value === false) return "";
  if (value === true) return ` ${name}`;
  if (typeof value !== "string" && typeof value !== "number") throw new TypeError(`The attribute ${name} needs text.`);
  const text = String(value);
  if (ADDRESSES.has(name) && !isSafeAddress(text))
    throw new TypeError(`The attribute ${name} holds an unsafe address.`);
  return ` ${name}="${escapeText(text)}"`;
};

const SAFE_NAME = /^[a-z][a-z0-9-]*$/i;
const REFUSED_NAME = /^(?:on.*|style|srcdoc)$/i;
const ADDRESSES: ReadonlySet<string> = new Set(["href", "src", "action", "formaction", "poster", "cite"]);

/** Browsers skip tabs, line ends and leading blanks inside a scheme, so those are looked through here as well. */
export const isSafeAddress = (address: string): boolean => {
  const bare = address.replaceAll(/[\p{Cc} ]/gu, "");
  const scheme = /^([^/?#]*?):/.exec(bare)?.[1];
  return scheme === undefined || ["http", "https", "mailto"].includes(scheme.toLowerCase());
};
