import MarkdownIt from "markdown-it";
import sanitize from "sanitize-html";

/** Goes up when the same Markdown gives other HTML: what was stored with a lower one may be rendered again. */
export const HTML_VERSION = 1;

/** Bytes of Markdown in one text. */
export const LONGEST_TEXT = 64 * 1024;

/**
 * Markdown as HTML that is safe to store and show. Raw HTML in it is shown as text; images become links, because a page
 * asks nothing of other sites; what comes out is then held against a list of allowed elements all the same. Headings start
 * at `topHeading`, so that the page keeps one h1.
 */
export const renderMarkdown = (markdown: string, topHeading: 2 | 4 = 2): string =>
  sanitize(shiftingParser(topHeading).render(markdown), ALLOWED);

/** The first words of rendered HTML as plain text, for lists and descriptions. At most `length` characters. */
export const excerptOf = (html: string, length = 220): string => {
  const text = decode(html.replace(/<(pre|table|h[2-6])\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .replace(/ ([.,;:!?)])/g, "$1")
    .trim();
  const characters = [...text];
  if (characters.length <= length) return text;
  return `${characters
    .slice(0, length)
    .join("")
    .replace(/\s+\S*$/, "")} …`;
};

type Parser = InstanceType<typeof MarkdownIt>;

const parsers = new Map<number, Parser>();

const shiftingParser = (topHeading: number): Parser => {
  const known = parsers.get(topHeading);
  if (known !== undefined) return known;
  const parser = new MarkdownIt({ html: false, linkify: true, breaks: false });
  parser.core.ruler.push("headings", ({ tokens }) => rankHeadings(tokens, topHeading));
  parser.renderer.rules["image"] = (tokens, index) =>
    imageAsLink(parser, String(tokens[index]?.attrGet("src") ?? ""), tokens[index]?.content);
  parsers.set(topHeading, parser);
  return parser;
};

/** The highest heading that a text uses becomes `top`, the next one used follows: nobody has to know where a text will stand. */
const rankHeadings = (tokens: readonly { readonly type: string; tag: string }[], top: number): void => {
  const headings = tokens.filter((token) => token.type.startsWith("heading_"));
  const used = [...new Set(headings.map((heading) => heading.tag))].sort();
  for (const heading of headings) heading.tag = `h${Math.min(6, used.indexOf(heading.tag) + top)}`;
};

const imageAsLink = (parser: Parser, source: string, text: string | undefined): string => {
  const { escapeHtml } = parser.utils;
  return `<a href="${escapeHtml(source)}">${escapeHtml(text === undefined || text === "" ? source : text)}</a>`;
};

const ALLOWED: sanitize.IOptions = {
  allowedTags: "h2 h3 h4 h5 h6 p br hr blockquote ul ol li pre code em strong s a table thead tbody tr th td".split(
    " ",
  ),
  allowedAttributes: {
    a: ["href", "title", "rel"],
    ol: ["start"],
    code: ["class"],
    pre: ["tabindex"],
  },
  allowedClasses: {
    code: [/^language-[A-Za-z0-9_+-]{1,30}$/],
    th: ["left", "center", "right"],
    td: ["left", "center", "right"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  disallowedTagsMode: "escape",
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: "ugc nofollow" } }),
    // Keys must be able to scroll what is too wide.
    pre: (tagName, attribs) => ({ tagName, attribs: { ...attribs, tabindex: "0" } }),
    th: alignment,
    td: alignment,
  },
};

/** The parser says it with a style, which the policy of the pages forbids. */
function alignment(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const side = /text-align:(left|center|right)/.exec(attribs["style"] ?? "")?.[1];
  return { tagName, attribs: side === undefined ? {} : { class: side } };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
const decode = (text: string): string =>
  text.replace(/&(lt|gt|quot|#39|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
