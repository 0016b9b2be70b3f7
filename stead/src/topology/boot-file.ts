import type { File } from "../state/vocabulary.ts";
import { accountOf, runFolder } from "./account.ts";
import { isShared } from "./server-place.ts";
import type { HostPlace, RoleName } from "./topology.ts";

/** /run is empty after a boot: systemd makes anew what tmpfiles.d(5) names, before it starts any service. */
const FOLDER = "/etc/tmpfiles.d";

/** Only where systemd starts the site; on `local`, the next `up` makes what is missing. */
export const hasBootFile = ({ services }: HostPlace): boolean => services === "systemd";

/** What there is of /run whichever release serves: the site's, and for each engine that all sites share a file of its own. */
export const bootFiles = (place: HostPlace): readonly File[] => {
  const roles = Object.keys(place.accounts ?? {}) as readonly RoleName[];
  const [shared, own] = [true, false].map((is) => roles.filter((role) => isShared(place, role) === is));
  return [
    {
      kind: "file",
      id: "file:tmpfiles.d",
      says: "the folders of sockets after a boot",
      path: `${FOLDER}/${prefixOf(place)}.conf`,
      mode: 0o644,
      content: lines([`d ${place.paths.run} 0755 root root -`, ...(own ?? []).map((role) => engineLine(place, role))]),
    },
    ...(shared ?? []).map((role) => sharedBootFile(place, role)),
  ];
};

/** One for each, since not every site of a server needs all of them. */
const sharedBootFile = (place: HostPlace, role: RoleName): File => ({
  kind: "file",
  id: `file:host/tmpfiles.d/${role}`,
  says: `the folder of sockets of the role ${role} after a boot`,
  path: `${FOLDER}/stead-host.${role}.conf`,
  mode: 0o644,
  content: lines([engineLine(place, role)]),
  shared: true,
});

/** Where the serving generation notes what it needs of /run. Sorts behind the other: its folder comes first. */
export const generationBootPath = (place: HostPlace): string => `${FOLDER}/${prefixOf(place)}.serving.conf`;

/** The serving generation's folder, the link to its release, and the link by which nginx finds it. */
export const generationBootText = (place: HostPlace, generation: string, release: string): string =>
  lines([
    `d ${place.paths.run}/${generation} 2750 ${place.account ?? "root"} ${accountOf(place, "web") ?? "root"} -`,
    `L+ ${place.paths.run}/${generation}/release - - - - ${place.paths.releases}/${release}`,
    `L+ ${place.paths.run}/${generation}/before - - - - .`,
    `L+ ${place.paths.current} - - - - ${generation}`,
  ]);

const engineLine = (place: HostPlace, role: RoleName): string => {
  const account = accountOf(place, role) ?? "root";
  return `d ${runFolder(place, role)} 0755 ${account} ${account} -`;
};

/** The site's name stands in the path of its folder of sockets. */
const prefixOf = ({ paths }: HostPlace): string => `stead-${paths.run.slice(paths.run.lastIndexOf("/") + 1)}`;

const lines = (texts: readonly string[]): string =>
  `${["# Written by Stead. Changes made here are overwritten.", ...texts].join("\n")}\n`;
