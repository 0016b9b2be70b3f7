import { SteadError } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import { currentGeneration } from "../release/current-release.ts";
import { fleet } from "../release/fleet.ts";
import { cronUnit } from "../release/names.ts";
import type { UnitStatus } from "../state/observations.ts";
import { instancesOf, type Progress } from "./at-work.ts";
import { audited } from "./audit/audited.ts";
import { awaitRun, type CronUnit } from "./cron/await-run.ts";
import type { OpenSite } from "./open-site.ts";
import { refuseWhenDown } from "./refuse-when-down.ts";

/** A cron job of the serving release. */
export interface CronLine {
  readonly name: string;
  readonly host: string;
  /** Five cron fields, UTC. */
  readonly at: string;
  /** Since when it runs just now (ISO 8601). */
  readonly runningSince?: string;
  readonly lastRun?: UnitStatus["lastRun"];
  /** ISO 8601. */
  readonly next?: string;
}

export interface CronRun {
  readonly name: string;
  readonly host: string;
  readonly run: NonNullable<UnitStatus["lastRun"]>;
}

/** The cron jobs that are set up, by name. */
export const cronJobs = async (site: OpenSite): Promise<readonly CronLine[]> => {
  const units = await cronUnits(site);
  return units
    .map(({ name, host, unit }) => ({ name, host: host.name, ...lineOf(unit) }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
};

/**
 * Lets a cron job run now, as if its time had come, and waits for its end. Throws USAGE for a job that the site does not have,
 * NOT_RUNNING when the site is down, JOB_FAILED when it ended badly or may not run beside itself, INTERRUPTED.
 */
export const runCronJob = async (site: OpenSite, name: string, progress: Progress): Promise<CronRun> => {
  const known = [...instancesOf(site).values()].flatMap(({ cron }) => Object.keys(cron));
  if (!known.includes(name)) throw unknownJob(name, [...new Set(known)]);
  await refuseWhenDown(site);
  const job = (await cronUnits(site)).find((one) => one.name === name);
  if (!job) throw notSetUp(name);
  if (job.unit.state === "ready" && job.unit.definition.schedule?.overlap === "skip") throw runsAlready(job);
  const run = await audited(site, `cron run ${name}`, progress.report, () => awaitRun(job, progress));
  if (run.result !== "exit status 0") throw await failed(job, run);
  return { name, host: job.host.name, run };
};

const cronUnits = async (site: OpenSite): Promise<readonly CronUnit[]> => {
  const instances = instancesOf(site);
  if (instances.size === 0) return [];
  const members = fleet({ site: site.topology, hosts: site.hosts, instances });
  const found = await Promise.all(
    members.map(async ({ host, place, instances: { cron } }) => {
      const [generation, units] = await Promise.all([currentGeneration(host, place), host.units.status()]);
      return Object.keys(cron).flatMap((name) => {
        const unit = units.find((one) => generation !== undefined && one.name === cronUnit(name, generation));
        return unit ? [{ name, host, unit }] : [];
      });
    }),
  );
  return found.flat();
};

const lineOf = ({ definition, state, since, lastRun, next }: UnitStatus) => ({
  at: definition.schedule?.at ?? "",
  ...(state === "ready" && { runningSince: new Date(since).toISOString() }),
  ...(lastRun && { lastRun }),
  ...(next !== undefined && { next: new Date(next).toISOString() }),
});

const unknownJob = (name: string, known: readonly string[]): SteadError => {
  const near = nearest(name, known);
  const has = known.length === 0 ? "The site has no cron jobs: `stead explain cron`." : `It has ${known.join(", ")}.`;
  return new SteadError({
    code: "USAGE",
    where: "stead cron run",
    what: name === "" ? "needs the name of a job." : `"${name}" is no cron job of this site.`,
    mend: near === undefined ? has : `Did you mean "${near}"?`,
  });
};

const notSetUp = (name: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: `cron.${name}`,
    what: "is not part of the release that serves.",
    mend: "Run `stead up`, which sets it up, then run it again.",
  });

const runsAlready = ({ name, unit }: CronUnit): SteadError =>
  new SteadError({
    code: "JOB_FAILED",
    where: `cron.${name}`,
    what: `runs since ${new Date(unit.since).toISOString()}, and never beside itself (overlap: "skip").`,
    mend: "Wait until it has ended; `stead cron list` tells.",
  });

/** Lines of its log that are shown. */
const LINES = 20;

const failed = async ({ name, host, unit }: CronUnit, run: CronRun["run"]): Promise<SteadError> =>
  new SteadError({
    code: "JOB_FAILED",
    where: `cron.${name}`,
    what: `ended with ${run.result} after ${run.seconds.toFixed(1)} s.`,
    mend: `\`stead logs cron-${name}\` has all it said.`,
    lines: await host.units.lines(unit.name, LINES),
  });
