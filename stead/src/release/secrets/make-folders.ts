import type { Host } from "../../host/host.ts";
import type { HostPlace } from "../../topology/topology.ts";
import { secretFolder } from "./stored-secrets.ts";

/**
 * The folders of secrets, also where there was no `up` yet; and that of data, because who set a secret is noted there. Modes as the
 * topology's own state has them.
 */
export const makeSecretFolders = async (host: Host, place: HostPlace): Promise<void> => {
  await host.files.makeFolder(place.paths.data, { mode: 0o711 });
  for (const folder of [place.paths.secrets, secretFolder(place)]) await host.files.makeFolder(folder, { mode: 0o700 });
};
