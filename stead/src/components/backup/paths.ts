import { provedRestore } from "../../topology/watched.ts";
import type { HostPlace } from "../../topology/topology.ts";

/** Where backups have what on a host. */
export const backupPaths = (place: HostPlace) => ({
  /** Programs: plain shell, which outlive Stead. */
  programs: `${place.paths.etc}/backup`,
  /** What they note and where they work. */
  state: `${place.paths.data}/backup`,
  key: `${place.paths.secrets}/${keyName}`,
  /** With which another host lets the backups in; its public part has `.pub` behind it. */
  login: `${place.paths.secrets}/backup-login`,
  reach: `${place.paths.etc}/backup/reach`,
  knownHost: `${place.paths.etc}/backup/known-host`,
  proved: provedRestore(place),
});

/** The secret that encrypts the repository. */
export const keyName = "backup-key";
