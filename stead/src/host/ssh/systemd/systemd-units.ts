import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";
import type { Files, Host, Units } from "../../host.ts";
import { noSuchJob } from "../../unit-faults.ts";
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
import { whenDue } from "./timer-file.ts";
import type { SitePaths } from "./unit-file.ts";
import { serverUnits, serviceName } from "./unit-names.ts";

export interface SystemdUnitsOptions {
  /** The site's name in paths and units: the ASCII domain. */
  readonly site: string;
  /** As root, on the server. */
  readonly run: Host["run"];
  readonly files: Files;
}

/** By the layout of every server, also for what is the server's own. */
const sitePaths = (site: string): SitePaths => ({ site, etc: `/etc/stead/${site}` });

/** Files of the units themselves that no plan names: to be taken away when the site leaves the server; the server's own with the last. */
export const unitsLeaveBehind = (site: string): readonly string[] => groundPaths(sitePaths(site));

/**
 * The units of a site over the server's systemd, and those that all its sites share: they run, come back after a crash or a reboot,
 * and log without anything of ours.
 */
export const openSystemdUnits = ({ site, run, files }: SystemdUnitsOptions): Units => {
  const [own, shared] = [site, serverUnits].map((name): Systemd => ({ paths: sitePaths(name), run, files })) as [
    Systemd,
    Systemd,
  ];
  const onGround = new Map([own, shared].map((one) => [one, once(() => layGround(files, one.paths))] as const));
  const of = ({ shared: isShared }: UnitDefinition): Systemd => (isShared ? shared : own);
  /** Where a unit of this name is; nowhere: it would be the site's. */
  const where = async (name: string): Promise<Where> => {
    const { units } = await readUnits(run, site, serverUnits);
    const unit = [site, serverUnits].flatMap(
      (one) => units.find((each) => each.name === name && each.site === one) ?? [],
    )[0];
    return { systemd: unit?.site === serverUnits ? shared : own, unit };
  };
  const begin = async (definition: UnitDefinition, how: "keep" | "replace"): Promise<void> => {
    await onGround.get(of(definition))?.();
    if (definition.shared) await giveUpOwn(own, definition.name);
    await startUnit(of(definition), definition, how);
  };
  const serviceAt = async (name: string): Promise<string> => serviceName((await where(name)).systemd.paths.site, name);
  return {
    status: () => statusesOf(own),
    start: (definition) => begin(definition, "keep"),
    restart: (definition) => begin(definition, "replace"),
    reload: (definition) => reloadUnit(of(definition), definition),
    stop: async (name) => {
      const { systemd, unit } = await where(name);
      if (unit) await stopUnits(systemd, [unit]);
    },
    // systemd never lets go of what it runs: there is nothing to take over.
    adopt: async () => [],
    stopAll: async () => {
      const { units } = await readUnits(run, site);
      await stopUnits(own, units.toReversed());
    },
    listening: async (name) => listeningOf(run, await serviceAt(name)),
    lines: async (name, count) => linesOf(own, await serviceAt(name), { count }),
    logs: async () => [],
    journal: siteJournal(run, site),
    exposure: async () => exposureOf(run, (await readUnits(run, site, serverUnits)).units),
    runNow: async (name) => {
      const schedule = (await where(name)).unit?.notes.definition.schedule;
      if (schedule === undefined) throw noSuchJob(name);
      await run(["systemctl", "start", "--no-block", whenDue(site, name, schedule)]);
    },
  };
};

interface Where {
  readonly systemd: Systemd;
  readonly unit: FoundUnit | undefined;
}

/** A server that was set up when each site had an engine of its own: that one listens where the shared one is to. */
const giveUpOwn = async (own: Systemd, name: string): Promise<void> => {
  const { unit } = await findUnit(own, name);
  if (unit) await stopUnits(own, [unit]);
};

const statusesOf = async ({ run, paths }: Systemd): Promise<readonly UnitStatus[]> => {
  const { now, units } = await readUnits(run, paths.site, serverUnits);
  return Promise.all(
    units.map(async (unit) => {
      const status = statusOf(sitePaths(unit.site), unit, now);
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
