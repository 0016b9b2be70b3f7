import { endsTls } from "./certificate.ts";
import { isServer } from "./servers.ts";
import type { HostPlace } from "./topology.ts";

/**
 * Folders with what others know a site by, so that a server in the place of a lost one needs the very same: a copy of the zone's keys,
 * which the zone above knows (DNSSEC), and the account and certificates of the authority (ACME).
 */
export const identityFolders = (place: HostPlace): readonly string[] =>
  isServer(place)
    ? [
        ...(place.roles.includes("dns") ? [keptZone(place)] : []),
        ...(endsTls(place) ? [`${place.paths.data}/tls`] : []),
      ]
    : [];

/** A copy of the zone's keys. The name server keeps them among those of all sites of its server, so nothing need be stopped for it. */
export const keptZone = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.data}/zone`;
