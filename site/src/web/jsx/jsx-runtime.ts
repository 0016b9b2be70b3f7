import { renderAttributes } from "./attributes.ts";
import type { Elements } from "./elements.ts";
import { type Child, Html, render } from "./html.ts";

type Props = Readonly<Record<string, unknown>> & { readonly children?: Child };
type Component = (props: never) => Html;

/** What the compiler calls for every tag: an element becomes escaped markup at once, a component is a function. */
export const jsx = (type: string | Component, props: Props): Html => {
  if (typeof type === "function") return type(props as never);
  if (!TAG.test(type) || REFUSED_TAGS.has(type)) throw new TypeError(`The element ${type} is not allowed.`);
  const opening = `<${type}${renderAttributes(props)}>`;
  if (VOID_TAGS.has(type)) return Html.vouched(opening);
  return Html.vouched(`${opening}${render(props.children)}</${type}>`);
};
export const jsxs = jsx;
/** What the test runner's compiler calls instead. */
export const jsxDEV = jsx;
export const Fragment = (props: { readonly children?: Child }): Html => Html.vouched(render(props.children));

const TAG = /^[a-z][a-z0-9]*$/;
/** Inside or through these, escaping text is not enough. */
const REFUSED_TAGS: ReadonlySet<string> = new Set([
  "style",
  "iframe",
  "object",
  "embed",
  "base",
  "template",
  "noscript",
]);
/** Elements without an end tag (WHATWG HTML 13.1.2). */
const VOID_TAGS: ReadonlySet<string> = new Set(["br", "hr", "img", "input", "link", "meta", "wbr"]);

/** The compiler looks these up by name. */
export declare namespace JSX {
  type Element = Html;
  type ElementType = keyof Elements | ((props: never) => Html);
  interface ElementChildrenAttribute {
    readonly children: unknown;
  }
  type IntrinsicElements = Elements;
}
