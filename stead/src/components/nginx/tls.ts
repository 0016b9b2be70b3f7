import { challengesFolder } from "../../topology/certificate.ts";
import type { SitePlace } from "./site-place.ts";
import { block, literal, quoted, type Lines } from "./syntax.ts";

/**
 * How connections are encrypted: what Mozilla calls intermediate (guideline 5.7), without DHE. The curves are those of OpenSSL, which
 * learn new ones with each release. Tickets are off: nginx before 1.23.2 keeps one key for all of them until it is reloaded,
 * and the cache resumes sessions as well. No stapling: authorities have given OCSP up.
 */
export const renderTls = (at: SitePlace): Lines =>
  at.secure.length === 0
    ? []
    : [
        "ssl_protocols TLSv1.2 TLSv1.3;",
        `ssl_ciphers ${ciphers.join(":")};`,
        "ssl_prefer_server_ciphers off;",
        "ssl_session_cache shared:tls:10m;",
        "ssl_session_timeout 1d;",
        "ssl_session_tickets off;",
        ...(at.isHttp2Directive ? ["http2 on;"] : []),
      ];

/** Of TLS 1.2; those of 1.3 are all good. */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
] as const;

/** Where the site is shown: encrypted, if the host ends TLS. */
export const renderListen = ({ secure, listen, isHttp2Directive }: SitePlace): Lines =>
  secure.length === 0
    ? listen.map((address) => `listen ${address};`)
    : secure.map((address) => `listen ${address} ssl${isHttp2Directive ? "" : " http2"};`);

/** What a site has for itself in an nginx that serves others, too. */
export const renderOwn = (at: SitePlace): Lines =>
  at.shared
    ? [
        ...renderLog(at),
        ...(at.secure.length === 0
          ? []
          : [
              `ssl_certificate ${quoted(at.certificate.certificate)};`,
              `ssl_certificate_key ${quoted(at.certificate.key)};`,
            ]),
      ]
    : [];

const renderLog = ({ shared, place }: SitePlace): Lines =>
  shared ? [`access_log ${literal(`${place.paths.log}/access.log`)} requests;`] : [];

/** Whoever asks without encryption is led to it, under the same name, except the authority that looks whether the name is ours. */
export const renderPlainServer = (at: SitePlace): Lines => {
  if (at.secure.length === 0) return [];
  const { canonical, redirected, served } = at.site.names;
  return block("server", [
    ...at.listen.map((address) => `listen ${address};`),
    ...renderLog(at),
    `server_name ${[...canonical, ...redirected.map(({ from }) => from), ...served].join(" ")};`,
    ...block("location ^~ /.well-known/acme-challenge/", [
      `alias ${literal(`${challengesFolder(at.place)}/`)};`,
      "default_type text/plain;",
    ]),
    "location / { return 308 https://$host$request_uri; }",
  ]);
};

/** RFC 6797: only encrypted answers may say it. */
export const renderHsts = ({ settings: { hsts }, secure }: SitePlace): Lines => {
  if (!hsts || secure.length === 0) return [];
  const words = [
    `max-age=${hsts.days * 86_400}`,
    ...(hsts.subdomains ? ["includeSubDomains"] : []),
    ...(hsts.preload ? ["preload"] : []),
  ];
  return [`add_header Strict-Transport-Security "${words.join("; ")}" always;`];
};
