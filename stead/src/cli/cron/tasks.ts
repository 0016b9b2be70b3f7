import { sayDuration } from "../../kernel/text.ts";
import type { CronLine } from "../../operations/cron.ts";
import { openSiteFor } from "../open-site-for.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { sayRecent } from "../print/say-time.ts";
import { sayTable } from "../print/table.ts";
import type { Call } from "../verb.ts";

/** One task of `stead cron`; its words follow the task. */
type CronTask = (call: Call, words: readonly string[]) => Promise<void>;

const run: CronTask = async (call, [name = "", environment]) => {
  const site = await openSiteFor(call, environment);
  const { runCronJob } = await import("../../operations/cron.ts");
  const result = await runCronJob(site, name, { report: call.report, signal: call.interruption.signal });
  sayOutcome(
    call.screen,
    result,
    (paint) => `${paint("green", "✔")} ${name} has run, in ${sayDuration(result.run.seconds)}.`,
  );
};

const list: CronTask = async (call, [environment]) => {
  const site = await openSiteFor(call, environment);
  const { cronJobs } = await import("../../operations/cron.ts");
  const jobs = await cronJobs(site);
  sayOutcome(call.screen, jobs, () =>
    jobs.length === 0
      ? "No cron job is set up. `stead explain cron` tells how to write one."
      : sayTable(jobs.map((job) => [job.name, job.at, sayLast(job), sayNext(job)])),
  );
};

const sayLast = ({ runningSince, lastRun }: CronLine): string => {
  if (runningSince !== undefined) return `runs since ${sayRecent(new Date(runningSince))}`;
  if (!lastRun) return "has not run yet";
  return `last run ${sayRecent(new Date(lastRun.at))}: ${lastRun.result} after ${sayDuration(lastRun.seconds)}`;
};

const sayNext = ({ next }: CronLine): string => (next === undefined ? "" : `next ${sayRecent(new Date(next))}`);

/** What `stead cron` does, by the word after it. */
export const cronTasks = { run, list } satisfies Readonly<Record<string, CronTask>>;
