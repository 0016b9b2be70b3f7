import { join } from "node:path";
import { isLock, type Host } from "../host.ts";
import { claimPorts } from "./claim-ports.ts";
import { sayingDiskFull } from "./disk-full.ts";
import { localFiles } from "./files.ts";
import { takeLock } from "./lock.ts";
import { rootPrefix } from "./install-packages.ts";
import { makePlaces } from "./make-places.ts";
import { placesFor } from "./places.ts";
import { finishInterrupted, wasInterrupted } from "./policy-rc.ts";
import { attach, run } from "./run.ts";
import { localUnits } from "./units.ts";
import { localPackages } from "./packages.ts";
import { localUsers } from "./users.ts";

/**
 * This machine, as the host `local` of the site in `folder` (absolute). Looks only: nothing is made before a lock is
 * taken. Throws FOREIGN_FILE when something that is not ours stands where the site's state must lie.
 */
export const openLocalHost = async ({ folder }: { readonly folder: string }): Promise<Host> => {
  const places = placesFor(folder);
  // The engines' account must be able to read what is made, whatever the operator's umask; `home` is closed to all others.
  process.umask(0o022);
  return {
    name: "local",
    where: places,
    files: localFiles,
    units: localUnits(places),
    packages: localPackages,
    users: {
      ...localUsers,
      create: async (name) => {
        await localUsers.create(name);
        // The folder of sockets opens to the new account.
        await makePlaces(places);
      },
    },
    run,
    attach,
    claimPorts: (ports) => claimPorts(ports, places.run),
    lock: (holder) =>
      sayingDiskFull(places.home, 0, async () => {
        await makePlaces(places);
        const answer = await takeLock(join(places.home, "lock"), holder);
        if (isLock(answer) && wasInterrupted()) await finishInterrupted((await rootPrefix()) ?? []);
        return answer;
      }),
  };
};
