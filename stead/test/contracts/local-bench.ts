import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import type { Bench } from "./host.ts";

/** This machine, as the host of a site in a new folder. `mode`: 0700 makes root keep the state elsewhere. */
export const localBench = async (mode = 0o755): Promise<Bench & { readonly site: string }> => {
  const site = await mkdtemp(join(tmpdir(), "stead site "));
  await chmod(site, mode);
  const host = await openLocalHost({ folder: site });
  return {
    host,
    site,
    folder: join(site, "files"),
    again: () => openLocalHost({ folder: site }),
    close: async () => {
      await host.units.stopAll();
      for (const path of [site, host.where.home, host.where.run]) await rm(path, { recursive: true, force: true });
    },
  };
};
