import type { AppPlace } from "../../topology/topology.ts";
import { textTypes } from "./mime-types.ts";
import type { SitePlace } from "./site-place.ts";
import { block, literal, paragraphs, quoted, type Lines } from "./syntax.ts";

/** Seconds that a connection which stays open (WebSocket, event stream) may be silent; other answers have nginx's 60. */
const STREAM_PATIENCE = 3600;

/**
 * Headers that tell who asked, from where and for what. Proxies set them, so applications believe them: whatever a client
 * sends under these names goes no further.
 */
const believed = [
  "Forwarded",
  "Proxy",
  "X-Forwarded-Port",
  "X-Forwarded-Prefix",
  "X-Forwarded-Scheme",
  "X-Forwarded-Server",
  "X-Forwarded-Ssl",
  "X-Original-Url",
  "X-Rewrite-Url",
  "X-Client-Ip",
  "X-Cluster-Client-Ip",
  "Cf-Connecting-Ip",
  "Fastly-Client-Ip",
  "True-Client-Ip",
  "X-Host",
  "X-Http-Host-Override",
  "X-Forwarded-Path",
  "X-Forwarded-Uri",
  "X-Forwarded-User",
  "X-Remote-User",
  "Remote-User",
  "X-Accel-Mapping",
  "X-Sendfile-Type",
] as const;

/**
 * The instances, each by its own socket; those of the release before are asked only when none of these can be reached, and they
 * are there only while a new release is watched. max_fails=0: a refused connect costs nothing, ten seconds of exile cost a half.
 */
export const renderUpstream = (at: SitePlace, app: AppPlace): Lines =>
  block(`upstream ${at.named("application")}`, [
    `zone ${at.named("application")} 64k;`,
    ...(app.port
      ? [
          "# A group may not be empty. The release writes its ports into upstream/servers.conf, which this pattern finds.",
          "server 127.0.0.1:9 down;",
          `include ${at.shared ? `${at.folders.upstream}/` : "upstream/"}*.conf;`,
        ]
      : [
          ...sockets(app, at.place.paths.current).map((socket) => `server ${socket} max_fails=0;`),
          "# Of the release before, while this one is watched: a crash that is about to be switched back loses no request.",
          ...sockets(app, `${at.place.paths.current}/before`).map((socket) => `server ${socket} max_fails=0 backup;`),
        ]),
  ]);

const sockets = ({ instances }: AppPlace, folder: string): Lines =>
  numbers(instances).map((number) => quoted(`unix:${folder}/${number}.sock`));

/** How requests are passed on, whichever way they take. */
export const renderPassing = ({ settings, secure }: SitePlace, app: AppPlace): Lines =>
  paragraphs(
    [
      "# The name that the visitor used: from the request line, where a forged Host header has no say.",
      "proxy_set_header Host $host$port_part;",
      "proxy_set_header Connection $kept_open;",
      "proxy_set_header Upgrade $upgrade;",
      "proxy_set_header X-Request-Id $request_id;",
      "proxy_set_header X-Real-Ip $remote_addr;",
      "proxy_set_header X-Forwarded-For $remote_addr;",
      "proxy_set_header X-Forwarded-Host $host$port_part;",
      "proxy_set_header X-Forwarded-Proto $scheme;",
      ...believed.map((name) => `proxy_set_header ${name} "";`),
      ...[
        "X-Request-Id",
        ...(settings.hsts && secure.length > 0 ? ["Strict-Transport-Security"] : []),
        ...Object.keys(settings.headers),
      ].map((name) => `proxy_hide_header ${quoted(name)};`),
    ],
    [
      "# The other instances are tried when one cannot be reached or ends without an answer; a POST only if it was not sent yet.",
      "proxy_next_upstream error timeout;",
      `proxy_next_upstream_tries ${2 * app.instances};`,
      "proxy_next_upstream_timeout 10s;",
      "proxy_connect_timeout 2s;",
      "proxy_http_version 1.1;",
      "proxy_buffer_size 16k;",
      "proxy_buffers 16 16k;",
      "proxy_busy_buffers_size 32k;",
      "proxy_max_temp_file_size 128m;",
    ],
  );

/** The three ways to the application: through the cache, past it, and for what stays open. */
export const renderApplication = (at: SitePlace): Lines =>
  paragraphs(
    block("location @cached", [
      ...pass(at),
      "# No proxy_cache_lock: it makes visitors of a page that nobody may cache wait for each other, 500 ms at a time.",
      `proxy_cache ${at.named("pages")};`,
      "# The first word is the serving release: its pages are its own, so a deploy is seen at once, however long a page may be kept.",
      `root ${literal(at.place.paths.current)};`,
      'proxy_cache_key "$realpath_root $scheme://$host$port_part$request_uri";',
      "proxy_cache_background_update on;",
      "# Keeps the cache's own files open; one that is replaced is opened anew.",
      "open_file_cache max=1000 inactive=60s;",
      "open_file_cache_valid 60s;",
      "open_file_cache_errors off;",
      "# Pages are small: with its headers in one piece each is sent with three system calls fewer.",
      "sendfile off;",
      "proxy_no_cache $not_offered;",
      "# Only here: compressed together, a secret shows in the size of what a visitor sent (BREACH).",
      "gzip on;",
      "gzip_proxied any;",
      "gzip_comp_level 5;",
      "gzip_min_length 1000;",
      `gzip_types ${textTypes.join(" ")};`,
    ]),
    block("location @direct", ["set $way_past BYPASS;", ...pass(at)]),
    block("location @stream", [
      ...pass(at),
      "proxy_buffering off;",
      `proxy_read_timeout ${STREAM_PATIENCE}s;`,
      `proxy_send_timeout ${STREAM_PATIENCE}s;`,
    ]),
  );

const pass = (at: SitePlace): Lines => [
  'set $lifetime "";',
  ...renderRateLimit(at),
  "charset off;",
  `proxy_pass http://${at.named("application")};`,
];

/** The limit in a location; its zone is in the http block. */
export const renderRateLimit = ({ settings: { rateLimit: limit }, named }: SitePlace): Lines =>
  limit ? [`limit_req zone=${named("visitors")} burst=${limit.burst ?? Math.ceil(limit.perSecond * 2)} nodelay;`] : [];

/** nginx counts whole requests, by second or by minute. */
export const renderRateZone = ({ settings: { rateLimit: limit }, named, shared }: SitePlace): Lines =>
  limit
    ? [
        `limit_req_zone $binary_remote_addr zone=${named("visitors")}:10m rate=${Number.isInteger(limit.perSecond) ? `${limit.perSecond}r/s` : `${Math.max(1, Math.round(limit.perSecond * 60))}r/m`};`,
        ...(shared ? [] : ["limit_req_status 429;"]),
      ]
    : [];

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
