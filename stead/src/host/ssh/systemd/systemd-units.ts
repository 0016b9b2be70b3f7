import type { UnitStatus } from "../../../state/observations.ts";
import type { Files, Host, Units } from "../../host.ts";
import { notRunning } from "../../unit-faults.ts";
import { exposureOf } from "./exposure.ts";
import { groundPaths, layGround } from "./ground.ts";
import { lastExitInJournal } from "./last-exit.ts";
import { lastRunInJournal } from "./last-run.ts";
import { listeningOf } from "./listening.ts";
import { linesOf } from "./not-ready.ts";
import { siteJournal } from "./read-journal.ts";
import { readUnits, type FoundUnit } from "./read-units.ts";
import { reloadUnit } from "./reload-unit.ts";
import { findUnit, startUnit, type Systemd } from "./start-unit.ts";
import { statusOf } from "./status-of.ts";
import { stopUnits } from "./stop-units.ts";
import type { SitePaths } from "./unit-file.ts";
import { serviceName } from "./unit-names.ts";

export interface SystemdUnitsOptions {
  /** The site's name in paths and units: the ASCII domain. */
  readonly site: string;
  /** As root, on the server. */
  readonly run: Host["run"];
  readonly files: Files;
}

/** By the layout of every server. */
const sitePaths = (site: string): SitePaths => ({ site, etc: `/etc/stead/${site}` });

/** Files of the units themselves that no plan names: to be taken away when the site leaves the server. */
export const unitsLeaveBehind = (site: string): readonly string[] => groundPaths(sitePaths(site));

/** The units of a site over the server's systemd: they run, come back after a crash or a reboot, and log without anything of ours. */
export const openSystemdUnits = ({ site, run, files }: SystemdUnitsOptions): Units => {
  const systemd: Systemd = { paths: sitePaths(site), run, files };
  const onGround = once(() => layGround(files, systemd.paths));
  const found = async (name: string) => (await findUnit(systemd, name)).unit;
  return {
    status: () => statusesOf(systemd),
    start: async (definition) => {
      await onGround();
      await startUnit(systemd, definition, "keep");
    },
    restart: async (definition) => {
      await onGround();
      await startUnit(systemd, definition, "replace");
    },
    reload: (definition) => reloadUnit(systemd, definition),
    stop: async (name) => {
      const unit = await found(name);
      if (unit) await stopUnits(systemd, [unit]);
    },
    // systemd never lets go of what it runs: there is nothing to take over.
    adopt: async () => [],
    stopAll: async () => {
      const { units } = await readUnits(run, site);
      await stopUnits(systemd, units.toReversed());
    },
    listening: (name) => listeningOf(run, serviceName(site, name)),
    lines: (name, count) => linesOf(systemd, serviceName(site, name), { count }),
    logs: async () => [],
    journal: siteJournal(run, site),
    exposure: async () => exposureOf(run, (await readUnits(run, site)).units),
    runNow: async (name) => {
      if ((await found(name)) === undefined) throw notRunning(name);
      await run(["systemctl", "start", "--no-block", serviceName(site, name)]);
    },
  };
};

const statusesOf = async ({ run, paths }: Systemd): Promise<readonly UnitStatus[]> => {
  const { now, units } = await readUnits(run, paths.site);
  return Promise.all(
    units.map(async (unit) => {
      const status = statusOf(paths, unit, now);
      return { ...status, ...(await fromJournal(run, unit, status)) };
    }),
  );
};

/** What systemd no longer knows once the next process runs: how the last one ended, and how a job's last run went. */
const fromJournal = async (
  run: Host["run"],
  { service, notes }: FoundUnit,
  { definition: { schedule }, lastRun, lastExit, restarts }: UnitStatus,
): Promise<Pick<UnitStatus, "lastExit" | "lastRun">> => {
  if (schedule) {
    const found = lastRun ?? (await lastRunInJournal(run, service, { timeout: schedule.timeout, since: notes.order }));
    return found ? { lastRun: found, lastExit: found.result } : {};
  }
  const ended = restarts === 0 ? lastExit : (lastExit ?? (await lastExitInJournal(run, service)));
  return ended === undefined ? {} : { lastExit: ended };
};

/** Done by whoever asks first, and waited for by all; tried again after a failure. */
const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let begun: Promise<void> | undefined;
  return () => {
    begun ??= work().catch((fault: unknown) => {
      begun = undefined;
      throw fault;
    });
    return begun;
  };
};
