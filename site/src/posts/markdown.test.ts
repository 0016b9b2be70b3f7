import fc from "fast-check";
import { expect, test } from "vitest";
import { excerptOf, renderMarkdown } from "./markdown.ts";

test("the usual Markdown becomes the usual HTML, with headings below the page's own", () => {
  const html = renderMarkdown("# One\n\nTwo **three** _four_ `five`\n\n- six\n\n> seven\n\n```js\neight\n```");
  expect(html).toContain("<h2>One</h2>");
  expect(html).toContain("<p>Two <strong>three</strong> <em>four</em> <code>five</code></p>");
  expect(html).toContain('<pre tabindex="0"><code class="language-js">eight\n</code></pre>');
  expect(renderMarkdown("## Two\n\n#### Four\n\n## Two", 4)).toBe("<h4>Two</h4>\n<h5>Four</h5>\n<h4>Two</h4>\n");
});

test("links are marked as not ours, images become links", () => {
  expect(renderMarkdown("[a](https://example.org)")).toContain(
    '<a href="https://example.org" rel="ugc nofollow">a</a>',
  );
  expect(renderMarkdown("https://example.org")).toContain('rel="ugc nofollow"');
  const image = renderMarkdown('![a "cat"](https://example.org/cat.png)');
  expect(image).not.toContain("<img");
  expect(image).toContain('<a href="https://example.org/cat.png" rel="ugc nofollow">a "cat"</a>');
});

test("columns of a table keep their side without a style", () => {
  const html = renderMarkdown("| a | b |\n|---|--:|\n| 1 | 2 |");
  expect(html).toContain('<td class="right">2</td>');
  expect(html).not.toContain("style");
});

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](java&#115;cript:alert(1))",
  "[a](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
  "[a]( javascript:alert(1))",
  "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[a](vbscript:msgbox(1))",
  "![a](javascript:alert(1))",
  '![a](https://x.example/"onerror="alert(1))',
  '[a](https://x.example "onmouseover=alert(1) x=")',
  '[a](https://x.example "\\"><script>alert(1)</script>")',
  "<a href='javascript:alert(1)'>x</a>",
  "<javascript:alert(1)>",
  "[x]: javascript:alert(1)\n\n[x]",
  '```"><script>alert(1)</script>\nx\n```',
  "``` js onload=alert(1)\nx\n```",
  "<iframe src=//evil.example></iframe>",
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  "<form action=//evil.example><input name=password>",
  "<style>@import '//evil.example'</style>",
  "<base href=//evil.example>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<!--><script>alert(1)</script>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "\u0000<script>\u0000alert(1)</script>",
  "[a](//evil.example)",
];

/** Every tag that may come out, with exactly these attributes. */
const SAFE_TAGS: readonly RegExp[] = [
  /^<\/?(?:h[2-6]|p|blockquote|ul|ol|li|em|strong|s|table|thead|tbody|tr|th|td|pre|code|a)>$/,
  /^<(?:br|hr) \/>$/,
  /^<ol start="\d+">$/,
  /^<t[hd] class="(?:left|right|center)">$/,
  /^<pre tabindex="0">$/,
  /^<code class="language-[A-Za-z0-9_+-]+">$/,
  /^<a(?: href="[^"<>]*")?(?: title="[^"<>]*")? rel="ugc nofollow">$/,
];

const HERE = "https://www.foobar.com/";

const expectSafe = (html: string): void => {
  const tags = html.match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => !SAFE_TAGS.some((safe) => safe.test(tag)))).toEqual([]);
  expect(html.replace(/<[^>]*>/g, "")).not.toContain("<");
  const links = tags
    .flatMap((tag) => /href="([^"]*)"/.exec(tag)?.[1] ?? [])
    .map((address) => address.replaceAll("&amp;", "&"));
  // As a browser reads them, which is not always as one would think.
  expect(
    links.filter((link) => URL.canParse(link, HERE) && !/^(?:https?|mailto):$/.test(new URL(link, HERE).protocol)),
  ).toEqual([]);
};

test.each(HOSTILE)("%j does no harm", (text) => {
  expectSafe(renderMarkdown(text));
  expectSafe(renderMarkdown(`- > ${text}`));
});

test("no mixture of hostile parts does harm either", () => {
  const part = fc.oneof(
    fc.constantFrom(...HOSTILE, "*", "_", "`", "\n", "\n\n", "> ", "- ", "[", "](", ")", "<", ">", '"', "|", "# "),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      expectSafe(renderMarkdown(parts.join("")));
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["nested quotes", ">".repeat(5_000) + " x"],
  [
    "nested lists",
    Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth * 2)}- x`)
      .join("\n")
      .slice(0, 64_000),
  ],
  ["open brackets", "[".repeat(60_000)],
  ["stars", "*a ".repeat(20_000)],
  ["backticks", Array.from({ length: 300 }, (_, length) => "`".repeat(length)).join(" ")],
  ["links", "[a](<b".repeat(10_000)],
  ["emails", "a@".repeat(30_000)],
  ["addresses", "http://".repeat(9_000)],
])("%s do not stop the clock", (_name, text) => {
  const from = performance.now();
  expectSafe(renderMarkdown(text));
  expect(performance.now() - from).toBeLessThan(1_500);
});

test("an excerpt is the first words, without headings and code", () => {
  const html = renderMarkdown("# Title\n\nOne & two, <three>.\n\n```\ncode\n```\n\nFour");
  expect(excerptOf(html)).toBe("One & two, <three>. Four");
  expect(excerptOf(renderMarkdown("word ".repeat(100)), 20)).toBe("word word word word …");
});
