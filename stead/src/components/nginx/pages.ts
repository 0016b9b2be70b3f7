import { block, literal, paragraphs, type Lines } from "./syntax.ts";
import type { SitePlace } from "./site-place.ts";

/** A page for visitors when nginx itself has to say something. */
interface Page {
  /** Statuses it is shown for; the first names its file and the site's own (`404.html`), which is shown instead. */
  readonly statuses: readonly number[];
  /** Another status whose page of the site's own will do. */
  readonly instead?: number;
  readonly title: string;
  readonly text: string;
  /** Seconds for the header Retry-After (RFC 9110, 10.2.3). */
  readonly retryAfter?: number;
}

const pages: readonly Page[] = [
  {
    statuses: [404],
    title: "Not found",
    text: "There is no page at this address. It may have moved, or never been here.",
  },
  { statuses: [405], title: "Not possible here", text: "This address can be read, and nothing can be sent to it." },
  { statuses: [413], title: "Too large", text: "What was sent is larger than this site accepts." },
  {
    statuses: [429],
    title: "One moment, please",
    text: "Those were many requests in a short time. Wait a few seconds, then try again.",
    retryAfter: 2,
  },
  {
    statuses: [502, 504],
    instead: 503,
    title: "Back in a moment",
    text: "The site is not answering right now. It should be back within seconds: please try again.",
    retryAfter: 5,
  },
  {
    statuses: [503],
    title: "Closed for maintenance",
    text: "We are working on this site. It will be back soon.",
    retryAfter: 120,
  },
];

/** The pages' files, by name. */
export const pageFiles = (domain: string): readonly { readonly name: string; readonly content: string }[] =>
  pages.map((page) => ({ name: `${page.statuses[0]}.html`, content: html(domain, page) }));

/** Which page answers which status. Through an address, not a named location: that turns a POST into a GET, which files need. */
export const renderErrorPages: Lines = pages.map(
  ({ statuses }) => `error_page ${statuses.join(" ")} /.stead/${statuses[0]};`,
);

/** What the pages need to know of their status. A variable that was never matched is empty, so it concerns nothing else. */
export const renderPageMaps: Lines = paragraphs(
  block("map $page $not_kept", ['"" "";', "default no-store;"]),
  block("map $page $retry_after", [
    'default "";',
    ...pages.flatMap(({ statuses, retryAfter }) => (retryAfter === undefined ? [] : [`${statuses[0]} ${retryAfter};`])),
  ]),
  block("map $page $page_instead", [
    "default $page;",
    ...pages.flatMap(({ statuses, instead }) => (instead === undefined ? [] : [`${statuses[0]} ${instead};`])),
  ]),
);

/** The site's own page for a status, else the one that Stead wrote. */
export const renderPageLocations = ({ folders }: SitePlace): Lines =>
  paragraphs(
    block(String.raw`location ~ "^/\\.stead/(?<page>[0-9]+)$"`, [
      "internal;",
      "open_file_cache off;",
      'set $lifetime "";',
      "try_files /$page.html /$page_instead.html @page;",
    ]),
    block("location @page", ["open_file_cache off;", `root ${literal(folders.pages)};`, "try_files /$page.html =404;"]),
  );

/** One file, nothing to load: it must show when nothing else works. */
const html = (domain: string, { title, text, statuses }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${domain}</title>
<style>
:root { color-scheme: light dark; --ground: #f6f4ef; --card: #fffdf8; --ink: #22252b; --soft: #62666e; --line: #e2ddd1; --mark: #2f6b4f; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16181c; --card: #1e2127; --ink: #eceae4; --soft: #a0a4ac; --line: #30343c; --mark: #7fc7a2; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { width: 100%; max-width: 34rem; padding: 2.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem;
  border-top: 0.375rem solid var(--mark); }
h1 { margin: 0 0 0.75rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; }
p { margin: 0; color: var(--soft); }
a { display: inline-block; margin-top: 1.75rem; color: var(--mark); font-weight: 600; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.875rem; color: var(--soft); }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${statuses[0] === 404 || statuses[0] === 405 ? '<a href="/">Go to the start page</a>' : '<a href="">Try again</a>'}
<footer>${domain} · ${statuses[0]}</footer>
</main>
</body>
</html>
`;
