import { SteadError } from "../kernel/errors.ts";
import { askHealth } from "./ask-health.ts";
import type { Generation } from "./generation.ts";
import { refuseFallen } from "./prove.ts";
import type { ReleaseContext } from "./release.ts";
import { pause, stopIfInterrupted } from "./step.ts";

/** Seconds between two looks at the processes, and looks between two questions for health. */
const LOOK = 0.25;
const LOOKS_PER_ASK = 4;

/** Answers in a row that must fail: one alone may be a moment of load. */
const STRIKES = 2;

/** Watches generations that just began to serve. Throws RELEASE_CRASHED, RELEASE_UNHEALTHY, INTERRUPTED. */
export const watch = async (context: ReleaseContext, generations: readonly Generation[]): Promise<void> => {
  const seconds = Math.max(0, ...generations.map(({ member }) => member.instances.timing.watch));
  const until = performance.now() + seconds * 1000;
  const strikes = new Map<string, number>();
  for (let look = 0; performance.now() < until; look += 1) {
    await pause(Math.min(LOOK, Math.max(0, (until - performance.now()) / 1000)), context.signal);
    stopIfInterrupted(context.signal);
    for (const generation of generations) {
      await refuseFallen(generation);
      if (look % LOOKS_PER_ASK === LOOKS_PER_ASK - 1) await refuseUnhealthy(generation, strikes);
    }
  }
};

const refuseUnhealthy = async (generation: Generation, strikes: Map<string, number>): Promise<void> => {
  const { member, definitions, release } = generation;
  if (definitions.web.length === 0) return;
  const places = definitions.web.flatMap(({ ready }) => (ready.kind === "http" ? [ready.at] : []));
  const answers = await askHealth(generation, places, member.instances.health);
  for (const [index, unit] of definitions.web.entries()) {
    const answer = answers[index];
    const count = answer?.ok === true ? 0 : (strikes.get(unit.name) ?? 0) + 1;
    strikes.set(unit.name, count);
    if (count < STRIKES) continue;
    throw new SteadError({
      code: "RELEASE_UNHEALTHY",
      where: unit.name,
      what: `${member.instances.health} of release ${release} answered ${answer?.says ?? "nothing"} after the switch, not 200.`,
      mend: "Mend what its last lines say, and deploy again.",
      lines: await member.host.units.lines(unit.name, 20),
    });
  }
};
