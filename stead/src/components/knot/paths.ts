import { isShared, serverPlace } from "../../topology/server-place.ts";
import type { HostPlace } from "../../topology/topology.ts";

/** What the operator has written of the site. */
export const siteFolder = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.etc}/knot`;

/** Where `knot.conf` lies, in which Knot is started: the site's own, or that of all sites of a server. */
export const mainFolder = (place: HostPlace): string =>
  isShared(place, "dns") ? `${serverPlace(place).etc}/knot` : siteFolder(place);

/** Where Knot has the journals and keys of its zones, of all of them together. */
export const dataFolder = (place: HostPlace): string =>
  `${isShared(place, "dns") ? serverPlace(place).data : place.paths.data}/knot`;
