import { relative } from "node:path/posix";
import { runFolder } from "../../topology/account.ts";
import type { SitePlace } from "./site-place.ts";
import { block, configuration, literal, paragraphs, quoted, type Lines } from "./syntax.ts";

/** Where the brotli module of Debian lies (package libnginx-mod-http-brotli-static). */
export const brotliModule = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/** Seconds that connections of an old configuration may live on after a reload: longer than an application's drain. */
const OLD_CONNECTIONS = 60;
/** Of each worker process; a proxied request takes two. */
export const WORKER_CONNECTIONS = 4096;

/** `nginx.conf`: the process, and where on this host it writes. All about the site is in the site.conf that it includes. */
export const renderProcess = (at: SitePlace): string =>
  render(at, {
    pid: `${runFolder(at.place, "web")}/nginx.pid`,
    accessLog: logFile(at),
    temporary: `${at.folders.data}/temporary`,
    cache: `${at.folders.data}/cache`,
  });

/** A path with a variable would be opened anew for each line, so a folder with a $ in its name is left out of it. */
const logFile = ({ place, folders }: SitePlace): string => {
  const path = `${place.paths.log}/access.log`;
  return path.includes("$") ? relative(folders.etc, path) : path;
};

/**
 * `trial.conf`: the same process with everything it writes beside it. `nginx -t` opens logs and makes folders, so a trial
 * of the real one would touch the running site.
 */
export const renderTrial = (at: SitePlace): string =>
  render(at, { pid: "nginx.pid", accessLog: "access.log", temporary: "temporary", cache: "cache" });

/** Absolute, or seen from the prefix that nginx was started with (-p). */
interface Places {
  readonly pid: string;
  readonly accessLog: string;
  readonly temporary: string;
  readonly cache: string;
}

const render = (at: SitePlace, places: Places): string =>
  configuration(
    `nginx for ${at.site.domain.unicode}`,
    paragraphs(
      [
        `load_module ${quoted(brotliModule)};`,
        `pid ${quoted(places.pid)};`,
        "daemon off;",
        "error_log stderr warn;",
        "pcre_jit on;",
      ],
      [
        `worker_processes ${at.place.facts.cores};`,
        `worker_rlimit_nofile ${WORKER_CONNECTIONS * 4};`,
        `worker_shutdown_timeout ${OLD_CONNECTIONS}s;`,
        ...block("events", [`worker_connections ${WORKER_CONNECTIONS};`]),
      ],
      block("http", paragraphs(["include site.conf;"], writing(places))),
    ),
  );

const writing = ({ accessLog, temporary, cache }: Places): Lines => [
  `access_log ${literal(accessLog)} requests;`,
  ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${quoted(`${temporary}-${kind.replace("_", "-")}`)};`,
  ),
  // Longer than any stale-if-error is worth: what was not asked for in a day is dropped.
  `proxy_cache_path ${quoted(cache)} levels=1:2 keys_zone=pages:10m max_size=256m inactive=1d use_temp_path=off;`,
];
