import { expect, test } from "vitest";
import type { SteadError } from "../../kernel/errors.ts";
import { parseSpec } from "../../spec/parse.ts";
import { siteSchema } from "../registry.ts";

const faultsOf = (settings: object): readonly { where: string; what: string }[] => {
  try {
    parseSpec({ domain: "foobar.com", app: { start: "node server.js" }, ...settings }, "local", siteSchema);
    return [];
  } catch (error) {
    return (error as SteadError).faults;
  }
};

test.each([
  [{ maxBody: "0" }, "maxBody", "must be a size"],
  [{ maxBody: "much" }, "maxBody", "must be a size"],
  [{ redirects: { old: "/new" } }, "redirects.old", "must be a path that begins with /"],
  [{ redirects: { "/a*b": "/new" } }, 'redirects["/a*b"]', "must have its * at the end"],
  [{ redirects: { "/a": "//evil.example" } }, 'redirects["/a"]', "must be a path such as"],
  [{ redirects: { "/a": "/a" } }, 'redirects["/a"]', "another path than its own"],
  [{ redirects: { "/a": "/b*" } }, 'redirects["/a"]', "must not end in *"],
  [{ redirects: { "/a/*": "/a/b" } }, 'redirects["/a/*"]', "never arrives"],
  [{ redirects: { "/a": { to: "/b", status: 200 } } }, 'redirects["/a"].status', "301, 302, 303, 307 or 308"],
  [{ headers: { "Content-Length": "1" } }, "headers.Content-Length", "the same on every answer"],
  [{ headers: { "X Y": "1" } }, 'headers["X Y"]', "the name of a header"],
  [{ headers: { "X-Y": "a\nSet-Cookie: b" } }, "headers.X-Y", "one line of text"],
  [{ rateLimit: { perSecond: 0 } }, "rateLimit.perSecond", "0.1 to 100000"],
  [{ snippets: { nginx: "/etc/passwd" } }, "snippets.nginx", "inside the site's folder"],
  [{ snippets: { nginx: "../own.conf" } }, "snippets.nginx", "inside the site's folder"],
])("%j is refused", (settings, where, what) => {
  const [fault, ...more] = faultsOf(settings);
  expect(more).toEqual([]);
  expect(fault?.what).toContain(what);
  expect(fault?.where.replaceAll(/["[\]]/gu, "")).toContain(where.replaceAll(/["[\]]/gu, ""));
});

test.each([
  { maxBody: 2048 },
  { redirects: { "/a": "/b?c=d#e", "/ä/*": "https://example.org/*", "/": "/start" } },
  { headers: { "Content-Security-Policy": "default-src 'self'; img-src *" } },
  { rateLimit: { perSecond: 0.5 } },
  { snippets: { nginx: "config/own.conf" } },
])("%j is accepted", (settings) => {
  expect(faultsOf(settings)).toEqual([]);
});
