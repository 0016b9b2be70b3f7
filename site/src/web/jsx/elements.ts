import type { Child } from "./html.ts";

type Text = string | undefined;
type Flag = boolean | undefined;
type Amount = number | string | undefined;

/** What any element may carry. There is no `style` and no `on...`: the content security policy would drop them. */
interface Everywhere {
  readonly id?: Text;
  readonly class?: Text;
  readonly lang?: Text;
  readonly dir?: "auto" | "ltr" | "rtl" | undefined;
  readonly title?: Text;
  readonly hidden?: Flag;
  readonly role?: Text;
  readonly tabindex?: number | undefined;
  readonly autofocus?: Flag;
  readonly [aria: `aria-${string}`]: string | boolean | undefined;
  readonly [data: `data-${string}`]: string | undefined;
  readonly children?: Child;
}

interface Field extends Everywhere {
  readonly name?: Text;
  readonly required?: Flag;
  readonly readonly?: Flag;
  readonly disabled?: Flag;
  readonly autocomplete?: Text;
  readonly autocapitalize?: Text;
  readonly spellcheck?: "true" | "false" | undefined;
  readonly maxlength?: number | undefined;
}

interface Link extends Everywhere {
  readonly href?: Text;
  readonly rel?: Text;
  readonly type?: Text;
}

interface Shape extends Everywhere {
  readonly fill?: Text;
  readonly d?: Text;
  readonly cx?: Amount;
  readonly cy?: Amount;
  readonly r?: Amount;
  readonly x?: Amount;
  readonly y?: Amount;
  readonly rx?: Amount;
  readonly width?: Amount;
  readonly height?: Amount;
}

// prettier-ignore
type Plain =
  | "article" | "aside" | "b" | "blockquote" | "body" | "br" | "code" | "dd" | "details" | "div" | "dl" | "dt" | "em" | "fieldset"
  | "footer" | "h1" | "h2" | "h3" | "h4" | "head" | "header" | "hr" | "i" | "legend" | "li" | "main" | "nav" | "ol" | "p"
  | "pre" | "section" | "small" | "span" | "strong" | "summary" | "table" | "tbody" | "td" | "thead" | "title" | "tr"
  | "ul";

interface Special {
  readonly html: Everywhere;
  readonly a: Link;
  readonly link: Link & { readonly sizes?: Text };
  readonly meta: Everywhere & {
    readonly name?: Text;
    readonly content?: Text;
    readonly charset?: Text;
    readonly property?: Text;
    readonly media?: Text;
  };
  readonly script: { readonly src: string; readonly defer?: Flag };
  readonly time: Everywhere & { readonly datetime: string };
  readonly label: Everywhere & { readonly for: string };
  readonly form: Everywhere & { readonly action: string; readonly method: "post" | "get"; readonly novalidate?: Flag };
  readonly input: Field & {
    readonly type: "text" | "password" | "email" | "hidden" | "checkbox";
    readonly value?: Text;
    readonly checked?: Flag;
  };
  readonly textarea: Field & { readonly rows?: number };
  readonly button: Field & { readonly type: "submit"; readonly value?: Text; readonly form?: Text };
  readonly th: Everywhere & { readonly scope: "col" | "row" };
  readonly svg: Shape & { readonly viewBox: string; readonly focusable?: "false" };
  readonly circle: Shape;
  readonly rect: Shape;
  readonly path: Shape;
}

/** Every element the site uses, with the attributes each may carry: a misspelt one does not compile. */
export type Elements = { readonly [Tag in Plain]: Everywhere } & Special;
