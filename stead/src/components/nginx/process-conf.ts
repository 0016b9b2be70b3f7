import { relative } from "node:path/posix";
import { runFolder } from "../../topology/account.ts";
import { renderCache, renderCommon } from "./site-conf.ts";
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
    ...at.certificate,
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
  render(at, {
    pid: "nginx.pid",
    accessLog: "access.log",
    temporary: "temporary",
    cache: "cache",
    certificate: trialCertificate,
    key: trialCertificate,
  });

/** Made for the trial: before the first `up` there is no other. */
export const trialCertificate = "trial.pem";

/** Absolute, or seen from the prefix that nginx was started with (-p). */
interface Places {
  readonly pid: string;
  readonly accessLog: string;
  readonly temporary: string;
  readonly cache: string;
  readonly certificate: string;
  readonly key: string;
}

const render = (at: SitePlace, places: Places): string =>
  configuration(
    `nginx for ${at.site.domain.unicode}`,
    paragraphs(
      ...process(at, places.pid),
      block("http", paragraphs(["include site.conf;"], writing(places), at.secure.length === 0 ? [] : proving(places))),
    ),
  );

/** `nginx.conf` of an nginx that serves all sites of a server: each adds its own part, with its own log, cache and certificate. */
export const renderServer = (at: SitePlace): string =>
  configuration(
    "nginx for all sites of this server",
    paragraphs(
      ...process(at, `${runFolder(at.place, "web")}/nginx.pid`),
      block(
        "http",
        paragraphs(
          renderCommon(at),
          // Of requests that are for none of its sites.
          ["access_log off;", ...temporaries(`${at.folders.server.data}/temporary`)],
          [`include ${quoted(at.folders.everyWebsite)};`],
        ),
      ),
    ),
  );

const process = (at: SitePlace, pid: string): readonly Lines[] => [
  [
    `load_module ${quoted(brotliModule)};`,
    `pid ${quoted(pid)};`,
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
];

const writing = ({ accessLog, temporary, cache }: Places): Lines => [
  `access_log ${literal(accessLog)} requests;`,
  ...temporaries(temporary),
  renderCache(cache, "pages"),
];

const temporaries = (path: string): Lines =>
  ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${quoted(`${path}-${kind.replace("_", "-")}`)};`,
  );

const proving = ({ certificate, key }: Places): Lines => [
  `ssl_certificate ${quoted(certificate)};`,
  `ssl_certificate_key ${quoted(key)};`,
];
