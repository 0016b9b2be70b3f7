import { globToPattern } from "../../kernel/glob.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { nginxSettings, snippetText } from "./settings.ts";

/** All that the files of nginx depend on, read once from the topology. */
export const sitePlace = (site: Topology, place: HostPlace) => ({
  site,
  place,
  settings: settingsOf(site, nginxSettings),
  snippet: snippetText(site),
  folders: foldersOf(place),
  listen: listenAddresses(place),
  immutable: immutablePatterns(site),
});

export type SitePlace = ReturnType<typeof sitePlace>;

const foldersOf = ({ paths }: HostPlace) => ({
  etc: `${paths.etc}/nginx`,
  pages: `${paths.etc}/nginx/pages`,
  /** With `port: true` the release writes its servers in here. */
  upstream: `${paths.etc}/nginx/upstream`,
  data: `${paths.data}/nginx`,
  /** The serving release's static files. */
  files: `${paths.current}/release/static`,
  /** Fingerprinted files of all kept releases. */
  assets: paths.assets,
  /** Exists while the site is closed for maintenance. */
  maintenance: `${paths.etc}/maintenance`,
});

/** On this machine only loopback; a server's public address may be translated on the way, so there every address counts. */
const listenAddresses = ({ services, addresses, ports, facts }: HostPlace): readonly string[] => {
  const own = services === "supervisor";
  const v6 = own ? addresses.v6 : "::";
  return [
    `${own ? (addresses.v4 ?? "127.0.0.1") : "0.0.0.0"}:${ports.http}`,
    ...(facts.ipv6 && v6 !== undefined ? [`[${v6}]:${ports.http}`] : []),
  ];
};

/** Regular expressions of the setting `immutable`, which belongs to the core: release/ and this room both read it. */
const immutablePatterns = ({ settings }: Topology): readonly string[] => {
  const globs = settings["immutable"];
  return Array.isArray(globs) ? globs.filter((glob) => typeof glob === "string").map(globToPattern) : [];
};
