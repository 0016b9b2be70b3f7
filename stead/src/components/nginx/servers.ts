import type { Lines } from "./syntax.ts";
import { block, literal, paragraphs, quoted } from "./syntax.ts";
import { renderApplication, renderPassing, renderRateLimit } from "./application.ts";
import { textTypes } from "./mime-types.ts";
import { renderErrorPages, renderPageLocations } from "./pages.ts";
import { renderHsts, renderListen, renderOwn } from "./tls.ts";
import { renderRedirects } from "./redirects.ts";
import type { SitePlace } from "./site-place.ts";
import { bytesOf } from "./size.ts";

/** Seconds until every request sees that the site was closed or opened: nginx's clock for this counts whole ones. */
export const MAINTENANCE_SEEN_AFTER = 1;

/** Names that are nobody's get no answer at all. */
export const renderUnknownServer = (at: SitePlace): Lines =>
  block("server", [
    ...at.listen.map((address) => `listen ${address} default_server;`),
    ...(at.secure.length === 0 ? [] : renderListen(at).map((line) => line.replace(";", " default_server;"))),
    "server_name _;",
    // What the maps read must be known, also while no site of the server has an application.
    ...(at.shared ? ['set $way_past "";'] : []),
    // Without a name there is no certificate to show.
    ...(at.secure.length === 0 ? [] : ["ssl_reject_handshake on;"]),
    // What is no proper HTTP, for whichever name, never reaches the return: it is led there. Not by a named location, which
    // nginx refuses (with 500) to what has no readable path.
    "error_page 400 405 414 494 495 496 497 = /;",
    "location / { return 444; }",
  ]);

/** Names that lead to the canonical one, one server for each target. Port, path and query stay. */
export const renderRedirectServers = (at: SitePlace): Lines => {
  const { redirected } = at.site.names;
  const targets = [...new Set(redirected.map(({ to }) => to))];
  return paragraphs(
    ...targets.map((to) =>
      block("server", [
        ...renderListen(at),
        ...renderOwn(at),
        `server_name ${redirected
          .filter((name) => name.to === to)
          .map(({ from }) => from)
          .join(" ")};`,
        ...answerHeaders(at, []),
        `location / { return 308 $scheme://${to}$port_part$request_uri; }`,
      ]),
    ),
  );
};

/** The site. */
export const renderSiteServer = (at: SitePlace): Lines =>
  block(
    "server",
    paragraphs(
      [
        ...renderListen(at),
        ...renderOwn(at),
        `server_name ${[...at.site.names.canonical, ...at.site.names.served].join(" ")};`,
        `client_max_body_size ${bytesOf(at.settings.maxBody)};`,
      ],
      [
        "# Set where they are due. A location with an add_header of its own would lose all of these.",
        'set $lifetime "";',
        ...(at.site.app ? ['set $way_past "";'] : []),
        ...answerHeaders(at, [
          "add_header Cache-Control $lifetime;",
          "add_header Cache-Control $not_kept always;",
          "add_header Retry-After $retry_after always;",
          ...(at.site.app ? ["add_header X-Cache $x_cache always;"] : []),
        ]),
      ],
      maintenance(at),
      renderErrorPages,
      at.snippet === undefined
        ? []
        : [
            "# The site's own: snippets.nginx.",
            at.shared ? `include ${at.folders.etc}/snippet.conf;` : "include snippet.conf;",
          ],
      renderRedirects(at.settings.redirects),
      files(at),
      at.site.app ? paragraphs(renderPassing(at, at.site.app), renderApplication(at)) : [],
      renderPageLocations(at),
    ),
  );

/** Of every answer, errors included. */
const answerHeaders = (at: SitePlace, own: Lines): Lines => [
  ...renderHsts(at),
  ...own,
  "add_header X-Request-Id $request_id always;",
  ...Object.entries(at.settings.headers).map(([name, value]) => `add_header ${quoted(name)} ${literal(value)} always;`),
];

/**
 * Closing and opening the site needs no reload: nginx asks the disk. Not at each request, which is 4% of the work for a page from
 * the cache. Every location says for itself what else it may remember of the disk.
 */
const maintenance = ({ folders }: SitePlace): Lines => [
  "# Closed while this file exists. The page that says so is asked for in the same way, inside, so it is left alone.",
  "open_file_cache max=100;",
  `open_file_cache_valid ${MAINTENANCE_SEEN_AFTER}s;`,
  "open_file_cache_errors on;",
  ...block(`if (-f ${literal(folders.maintenance)})`, [
    `rewrite ${quoted(String.raw`^(?!/\.stead/)`)} /.stead/closed last;`,
  ]),
  "location = /.stead/closed { internal; return 503; }",
];

/** First the serving release's files, then fingerprinted ones of older releases, then the application. */
const files = (at: SitePlace): Lines =>
  paragraphs(
    [
      `root ${literal(at.folders.files)};`,
      "gzip_static on;",
      "brotli_static on;",
      "gzip_vary on;",
      "charset utf-8;",
      `charset_types ${textTypes.join(" ")};`,
      "absolute_redirect off;",
    ],
    block("location /", [
      "open_file_cache off;",
      "set $lifetime no-cache;",
      ...(at.site.app ? [] : readOnly(at)),
      ...block("if (-f $folder_index)", ["return 308 $scheme://$host$port_part$path_sent/$is_args$args;"]),
      `try_files $found_as ${rest(at)};`,
    ]),
    at.immutable.length === 0 ? [] : immutable(at),
  );

const rest = ({ site, variable }: SitePlace): string => (site.app ? variable("handler") : "=404");

const readOnly = (at: SitePlace): Lines => [
  ...renderRateLimit(at),
  ...block('if ($request_method !~ "^(?:GET|HEAD)$")', ["return 405;"]),
];

const immutable = (at: SitePlace): Lines =>
  paragraphs(
    block(`location ~ ${quoted(at.immutable.join("|"))}`, [
      'set $lifetime "public, max-age=31536000, immutable";',
      // Their content never changes, so nginx may keep them open across releases: a third less work for each.
      "open_file_cache max=1000 inactive=60s;",
      "open_file_cache_valid 60s;",
      "open_file_cache_errors off;",
      "try_files $file @older-releases;",
    ]),
    block("location @older-releases", [
      "open_file_cache off;",
      `root ${literal(at.folders.assets)};`,
      `try_files $file ${rest(at)};`,
    ]),
  );
