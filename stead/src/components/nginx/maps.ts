import { renderPageMaps } from "./pages.ts";
import type { SitePlace } from "./site-place.ts";
import { block, paragraphs, quoted, type Lines } from "./syntax.ts";

/** A path that no release has: what is looked for when there is nothing to look for. */
const NOTHING = "/.nothing";

/**
 * Variables that are computed when first used. Captures are named throughout: unnamed ones leak memory together with
 * background updates of the cache (CVE-2026-60005).
 */
export const renderMaps = (at: SitePlace): Lines =>
  paragraphs(commonMaps, ...(at.site.app ? [renderHandlerMaps(at), cacheMaps] : []));

/** Those of all sites of a server. */
export const renderCommonMaps = (): Lines => paragraphs(commonMaps, upgradeMaps, cacheMaps);

const fileMaps: Lines = paragraphs(
  [
    "# A file is looked for on GET and HEAD only, and never when a part of its path begins with a dot.",
    ...block('map "$request_method $uri" $file', [
      `default ${NOTHING};`,
      `${quoted(String.raw`~^(?:GET|HEAD) (?!.*/\.(?!well-known(?:/|$)))`)} $uri;`,
    ]),
  ],
  block("map $file $found_as", ["default $file;", '"~/$" "${file}index.html";']),
  [
    "# What would make an address without a slash at its end a folder. Looking costs, so not for what has a file's ending.",
    ...block("map $file $folder_index", [
      'default "$document_root$file/index.html";',
      '"~/$" "";',
      `${quoted(String.raw`~*\.[a-z][a-z0-9]*$`)} "";`,
    ]),
  ],
);

const commonMaps: Lines = paragraphs(
  block("geo $dollar", ['default "$";']),
  block("map $http_host $port_part", ['default "";', '"~(?<port_sent>:[0-9]+)$" $port_sent;']),
  block("map $request_uri $path_sent", ['default "";', '"~^(?<path_as_sent>[^?]*)" $path_as_sent;']),
  fileMaps,
  renderPageMaps,
);

/** Which of the three ways to the application a request takes. */
export const renderHandlerMaps = (at: SitePlace): Lines => {
  const { variable } = at;
  const [cookie, personal, plain] = [variable("personal_cookie"), variable("personal"), variable("plain_handler")];
  const byAccept = variable("handler_by_accept");
  return paragraphs(
    [
      "# Cookies that make an answer personal.",
      ...block(`map $http_cookie ${cookie}`, personalCookie(at.site.app?.sessionCookie)),
    ],
    [
      "# Anything here keeps a request from the cache. A value of 0 must count, too.",
      ...block(`map "${cookie}$http_authorization$http_range" ${personal}`, ['"" "";', "default 1;"]),
    ],
    block(`map "$request_method${personal}" ${plain}`, ["GET @cached;", "HEAD @cached;", "default @direct;"]),
    [
      "# WebSocket upgrades and event streams stay open; no other upgrade is passed on.",
      ...block(`map $http_accept ${byAccept}`, [
        `default ${plain};`,
        String.raw`"~*(?:^|[,\s])text/event-stream" @stream;`,
      ]),
      ...block(`map $http_upgrade ${variable("handler")}`, [`default ${byAccept};`, '"~*^websocket$" @stream;']),
    ],
    ...(at.shared ? [] : [upgradeMaps]),
  );
};

const upgradeMaps: Lines = paragraphs(
  block("map $http_upgrade $upgrade", ['default "";', '"~*^websocket$" websocket;']),
  block("map $upgrade $kept_open", ['"" close;', "default upgrade;"]),
);

/** RFC 6265, 4.2.1: pairs `name=value` with `; ` between them. Names are case-sensitive. */
const personalCookie = (name: string | undefined): Lines =>
  name === undefined
    ? ["default $http_cookie;"]
    : ['default "";', `${quoted(String.raw`~(?:^|;)\s*` + escaped(name) + "=")} 1;`];

const cacheMaps: Lines = paragraphs(
  [
    "# Only what the application offers to shared caches is kept: s-maxage (RFC 9111, 5.2.2.10) or X-Accel-Expires.",
    ...block('map "$upstream_http_x_accel_expires|$upstream_http_cache_control" $not_offered', [
      "default 1;",
      '"~^[^|]" "";',
      String.raw`"~*^[|](?:.*[,\s])?s-maxage\s*=" "";`,
    ]),
  ],
  block("map $upstream_cache_status $x_cache", ["default $upstream_cache_status;", '"" $way_past;']),
);

const escaped = (text: string): string => text.replaceAll(/[.+^$()[\]{}|\\*?]/gu, String.raw`\$&`);
