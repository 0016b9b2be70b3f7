import { globToPattern } from "../../kernel/glob.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import { certificateFiles, endsTls } from "../../topology/certificate.ts";
import { isShared, ofEverySite, serverPlace } from "../../topology/server-place.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { nginxSettings, snippetText } from "./settings.ts";

/** All that the files of nginx depend on, read once from the topology. */
export const sitePlace = (site: Topology, place: HostPlace) => ({
  site,
  place,
  settings: settingsOf(site, nginxSettings),
  snippet: snippetText(site),
  folders: foldersOf(place),
  /** Without encryption. */
  listen: listenAddresses(place, place.ports.http),
  /** Encrypted; none where the site is shown without. */
  secure: endsTls(place) && place.ports.https !== undefined ? listenAddresses(place, place.ports.https) : [],
  certificate: certificateFiles(site, place),
  isHttp2Directive: isHttp2Directive(place),
  immutable: immutablePatterns(site),
  ...namesOf(site, place),
});

/** In one nginx for all sites of a server each has names of its own for what nginx knows by name. */
const namesOf = ({ site }: Topology, place: HostPlace) => {
  const shared = isShared(place, "web");
  // No label is empty and none has an underscore, so that no two sites have the same.
  const word = site.replaceAll("-", "__").replaceAll(".", "_");
  return {
    /** Whether it is one nginx for all sites of the server. */
    shared,
    /** Of an upstream or a zone of memory. */
    named: (name: string): string => (shared ? `${name}-${site}` : name),
    /** Of a variable that differs from site to site, with its `$`. */
    variable: (name: string): string => (shared ? `$${name}_${word}` : `$${name}`),
  };
};

export type SitePlace = ReturnType<typeof sitePlace>;

const foldersOf = ({ paths }: HostPlace) => ({
  etc: `${paths.etc}/nginx`,
  pages: `${paths.etc}/nginx/pages`,
  /** With `port: true` the release writes its servers in here. */
  upstream: `${paths.etc}/nginx/upstream`,
  data: `${paths.data}/nginx`,
  /** Of an nginx that serves all sites of a server. */
  server: { etc: `${serverPlace({ paths }).etc}/nginx`, data: `${serverPlace({ paths }).data}/nginx` },
  /** All sites' parts of that. */
  everyWebsite: ofEverySite({ paths }, "nginx/website.conf"),
  /** The serving release's static files. */
  files: `${paths.current}/release/static`,
  /** Fingerprinted files of all kept releases. */
  assets: paths.assets,
  /** Exists while the site is closed for maintenance. */
  maintenance: `${paths.etc}/maintenance`,
});

/** On this machine only loopback; a server's public address may be translated on the way, so there every address counts. */
const listenAddresses = ({ services, addresses, facts }: HostPlace, port: number): readonly string[] => {
  const own = services === "supervisor";
  const v6 = own ? addresses.v6 : "::";
  return [
    `${own ? (addresses.v4 ?? "127.0.0.1") : "0.0.0.0"}:${port}`,
    ...(facts.ipv6 && v6 !== undefined ? [`[${v6}]:${port}`] : []),
  ];
};

/** Regular expressions of the setting `immutable`, which belongs to the core: release/ and this room both read it. */
const immutablePatterns = ({ settings }: Topology): readonly string[] => {
  const globs = settings["immutable"];
  return Array.isArray(globs) ? globs.filter((glob) => typeof glob === "string").map(globToPattern) : [];
};

/** Since 1.25.1 `http2` is a directive of its own. A bare host gets what its Debian offers: 12 has 1.22. */
const isHttp2Directive = ({ facts: { versions, system } }: HostPlace): boolean => {
  const [major = 1, minor = 0, patch = 0] = (versions["nginx"] ?? (system === "debian 12" ? "1.22.1" : "1.26.3"))
    .split(".")
    .map(Number);
  return major > 1 || minor > 25 || (minor === 25 && patch >= 1);
};
