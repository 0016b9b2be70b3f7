import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { betweenBoundaries, openLog } from "../apply/log.ts";
import { withLock } from "../apply/lock.ts";
import type { Host } from "../host/host.ts";
import { openLocalHost } from "../host/local/local-host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { UnitStatus } from "../state/observations.ts";
import type { Progress } from "./at-work.ts";
import { down, forgiving, leaveNothing, type DownResult } from "./down.ts";
import { openSite, type SiteWish } from "./open-site.ts";
import type { SaidChange } from "./plan.ts";
import { findConfig } from "./read-config.ts";

/**
 * Stops a site also when its stead.config.ts or a note of Stead's own cannot be used (any more): what runs is known without them.
 * Throws their faults where no state of the site is known either, and for every environment but `local`.
 */
export const downAnyway = async (wish: SiteWish, progress: Progress): Promise<DownResult> => {
  try {
    return await down(await openSite(wish), progress);
  } catch (error) {
    const host = error instanceof SteadError && isInTheWay(error) ? await hostOf(wish) : undefined;
    if (host === undefined || !(error instanceof SteadError)) throw error;
    const [fault] = error.faults;
    progress.report({
      kind: "line",
      says: `Stopping what runs all the same, in spite of this: ${fault?.where}: ${fault?.what}`,
    });
    return stopAll(host, progress);
  }
};

/** Faults of the spec, and of what Stead noted for itself: both are found before anything is stopped. */
const isInTheWay = ({ faults }: SteadError): boolean =>
  faults.every(({ code }) => code.startsWith("SPEC_") || code === "PORT_TAKEN" || code === "OWN_FILE_UNREADABLE");

/** The site's host, where it has a state; the folder is that of the configuration, or of the state itself when that is gone. */
const hostOf = async (wish: SiteWish): Promise<Host | undefined> => {
  if ((wish.environment ?? "local") !== "local") return undefined;
  const folder = folderOf(wish);
  const host = folder === undefined ? undefined : await openLocalHost({ folder });
  return host && existsSync(host.where.home) ? host : undefined;
};

const folderOf = (wish: SiteWish): string | undefined => {
  try {
    return dirname(findConfig(wish));
  } catch {
    return wish.config === undefined ? withState(resolve(wish.folder)) : undefined;
  }
};

const withState = (folder: string): string | undefined => {
  if (existsSync(join(folder, ".stead/where"))) return folder;
  return dirname(folder) === folder ? undefined : withState(dirname(folder));
};

/** Without a spec the order of the starts is all that is known of what needs what. */
const stopAll = (host: Host, { report }: Progress): Promise<DownResult> =>
  withLock([host], { verb: "down" }, async () => {
    await host.units.adopt();
    const log = forgiving(openLog(join(host.where.home, "log"), "down"));
    const changes: SaidChange[] = [];
    for (const unit of (await host.units.status()).toReversed()) {
      const change = stopping(host, unit);
      const began = performance.now();
      report({ kind: "begin", step: change.id, says: change.says });
      await betweenBoundaries(log, change.id, () => host.units.stop(unit.name));
      report({ kind: "end", step: change.id, says: change.says, seconds: (performance.now() - began) / 1000 });
      changes.push(change);
    }
    await leaveNothing(host);
    return { changes };
  });

const stopping = ({ name }: Host, unit: UnitStatus): SaidChange => ({
  id: `${name}/unit:${unit.name}`,
  host: name,
  says: `Stop ${unit.name}`,
  disrupts: `what ${unit.name} does`,
});
