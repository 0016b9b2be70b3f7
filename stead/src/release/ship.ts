import { join } from "node:path";
import { builderOf, fleet } from "./fleet.ts";
import { halfBuilt } from "./names.ts";
import type { ReleaseRecord } from "./record.ts";
import type { ReleaseContext } from "./release.ts";
import { boundary } from "./step.ts";

/** Brings a built release to the other hosts. Hosts of `local` share this machine's disk: a copy in their own folder. */
export const ship = async (context: ReleaseContext, record: ReleaseRecord): Promise<void> => {
  const built = join(builderOf(context).place.paths.releases, record.id);
  for (const { host, place } of fleet(context).slice(1)) {
    const target = join(place.paths.releases, record.id);
    await boundary(context, `${host.name}/ship`, async () => {
      await host.run(["cp", "-a", "--", built, `${target}${halfBuilt}`]);
      await host.run(["mv", "--", `${target}${halfBuilt}`, target]);
    });
  }
};
