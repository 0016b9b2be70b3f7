import { watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./compare.ts";
import { socketsOf } from "./site-under-bench.ts";
import { momentOf, timedStead, type TimedRun } from "./timed-stead.ts";

/** Seconds that a verb took, beside what it should take. */
export interface Timing {
  readonly what: string;
  readonly seconds: number;
  readonly target: number;
}

const TIMES = 5;
/** Each rollback goes one release back, and five are kept. */
const KEPT = 3;

const BUILT = /✔ Built/;

/** `config` is in a site's folder that was never up. Leaves the site up. */
export const timeVerbs = async (config: string, folder: string): Promise<readonly Timing[]> => {
  const begin = await timedStead(config, ["up", "-d"]);
  const url = begin.lines
    .map(({ text }) => /http:\/\/localhost:\d+/.exec(text)?.[0])
    .find((each) => each !== undefined);
  if (url === undefined || !(await answers(url))) throw new Error("the first up did not end with a serving site");
  const warm = await several(async () => {
    await timedStead(config, ["down"]);
    return untilAnswer(url, () => timedStead(config, ["up", "-d"]));
  });
  const again = await several(async () => (await timedStead(config, ["up", "-d"])).seconds);
  const deploy = await several(async (round) => {
    writeFileSync(join(folder, "bench.txt"), `${round}\n`); // so that each release is another one
    const { run, switched } = await timedSwitch(config, folder, "deploy");
    return switched - momentOf(run, BUILT);
  });
  const rollback = await several(async () => (await timedSwitch(config, folder, "rollback")).switched, KEPT);
  return [
    { what: "first `up`, engines installed, to the first 200", seconds: begin.seconds, target: 10 },
    { what: "warm `up` to the first 200", seconds: warm, target: 2 },
    { what: "`up` with nothing to do", seconds: again, target: 0.5 },
    { what: "`deploy` of the site, from built to switched", seconds: deploy, target: 3 },
    { what: "`rollback`, from typed to switched", seconds: rollback, target: 1 },
  ];
};

const several = async (measure: (round: number) => Promise<number>, times = TIMES): Promise<number> => {
  const seconds: number[] = [];
  for (let round = 0; round < times; round++) seconds.push(await measure(round));
  return median(seconds);
};

/** A verb that ends with another release: the seconds until visitors get it, which is the rename of RUN/current. */
const timedSwitch = async (
  config: string,
  folder: string,
  verb: string,
): Promise<{ readonly run: TimedRun; readonly switched: number }> => {
  let at: number | undefined;
  const watcher = watch(socketsOf(folder), (_, name) => {
    if (name === "current") at ??= performance.now();
  });
  const run = await timedStead(config, [verb]).finally(() => watcher.close());
  if (at === undefined) throw new Error(`${verb} switched nothing`);
  return { run, switched: (at - run.began) / 1000 };
};

/** Seconds from the start of a verb until the site answers 200. */
const untilAnswer = async (url: string, start: () => Promise<TimedRun>): Promise<number> => {
  const began = performance.now();
  const running = start();
  let failed: unknown;
  running.catch((error: unknown) => (failed = error));
  while (failed === undefined && !(await answers(url))) await new Promise((resolve) => setTimeout(resolve, 10));
  const seconds = (performance.now() - began) / 1000;
  await running;
  return seconds;
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
};
