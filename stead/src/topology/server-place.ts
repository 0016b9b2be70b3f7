import { isServer } from "./servers.ts";
import type { HostPlace, RoleName } from "./topology.ts";

type Placed = Pick<HostPlace, "paths">;

/** Whether a role is played by one engine for all sites of a server: those that listen where every visitor knocks. */
export const isShared = (place: Pick<HostPlace, "services">, role: RoleName): boolean =>
  isServer(place) && (role === "web" || role === "dns");

/** Where the engines that all sites of a server share have what, beside the folders of each site: `/etc/stead/host` and so on. */
export const serverPlace = ({ paths }: Placed) => ({
  etc: `${above(paths.etc)}/host`,
  data: `${above(paths.data)}/host`,
  run: `${above(paths.run)}/host`,
});

/** A pattern of all sites' files of a name in their folders of configuration, which an engine's main file includes. */
export const ofEverySite = ({ paths }: Placed, name: string): string => `${above(paths.etc)}/*/${name}`;

/** The folders that hold those of all sites. */
export const allSites = ({ paths }: Placed) => ({
  etc: above(paths.etc),
  data: above(paths.data),
  log: above(paths.log),
});

const above = (path: string): string => path.slice(0, path.lastIndexOf("/"));
