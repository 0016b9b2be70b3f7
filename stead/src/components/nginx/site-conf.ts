import { renderRateZone, renderUpstream } from "./application.ts";
import { renderLogFormat } from "./log-format.ts";
import { renderCommonMaps, renderHandlerMaps, renderMaps } from "./maps.ts";
import { renderTypes } from "./mime-types.ts";
import { renderRedirectServers, renderSiteServer, renderUnknownServer } from "./servers.ts";
import type { SitePlace } from "./site-place.ts";
import { renderPlainServer, renderTls } from "./tls.ts";
import { configuration, paragraphs, quoted, type Lines } from "./syntax.ts";

/** `site.conf`: what the http block holds, the same from release to release. */
export const renderSite = (at: SitePlace): string =>
  configuration(
    `the website ${at.site.domain.unicode}`,
    paragraphs(
      renderLogFormat,
      renderTypes(),
      manners,
      renderTls(at),
      renderMaps(at),
      renderRateZone(at),
      at.site.app ? renderUpstream(at, at.site.app) : [],
      renderUnknownServer(at),
      renderPlainServer(at),
      renderRedirectServers(at),
      renderSiteServer(at),
    ),
  );

/** `website.conf`: one site's part of an nginx that serves all sites of a server. */
export const renderWebsite = (at: SitePlace): string =>
  configuration(
    `the website ${at.site.domain.unicode}`,
    paragraphs(
      at.site.app ? renderHandlerMaps(at) : [],
      [...renderRateZone(at), renderCache(`${at.folders.data}/cache`, at.named("pages"))],
      at.site.app ? renderUpstream(at, at.site.app) : [],
      renderPlainServer(at),
      renderRedirectServers(at),
      renderSiteServer(at),
    ),
  );

/** What all sites of a server have in common, the same whichever of them wrote it: nothing of any site's settings is in it. */
export const renderCommon = (at: SitePlace): Lines =>
  paragraphs(
    renderLogFormat,
    renderTypes(),
    [...manners, "limit_req_status 429;"],
    renderTls(at),
    renderCommonMaps(),
    renderUnknownServer(at),
  );

/** Longer than any stale-if-error is worth: what was not asked for in a day is dropped. */
export const renderCache = (path: string, zone: string): string =>
  `proxy_cache_path ${quoted(path)} levels=1:2 keys_zone=${zone}:10m max_size=256m inactive=1d use_temp_path=off;`;

/** How connections are treated: quick to serve, firm with those that dawdle. */
const manners: Lines = [
  "sendfile on;",
  "tcp_nopush on;",
  "server_tokens off;",
  "log_not_found off;",
  "keepalive_timeout 75s;",
  "keepalive_requests 10000;",
  "client_header_timeout 10s;",
  "client_body_timeout 30s;",
  "send_timeout 30s;",
  "reset_timedout_connection on;",
  "client_body_buffer_size 128k;",
  "large_client_header_buffers 4 16k;",
  // A request that is refused before any location has none of ours set.
  "uninitialized_variable_warn off;",
  "server_names_hash_bucket_size 512;",
];
