import type { Host } from "../host/host.ts";
import type { UnitDefinition } from "../state/observations.ts";
import type { Generation } from "./generation.ts";
import { generationOf } from "./names.ts";

/** Units of the old generation that ended at the switch, to be started again if the switch is taken back. */
export type Halted = readonly UnitDefinition[];

/**
 * Ends the old generation's workers, and its cron jobs that do not run just now, so that no job is done twice. A cron job in
 * the middle of its work may finish while the old instances drain.
 */
export const halt = async ({ member: { host } }: Generation, before: string | undefined): Promise<Halted> => {
  const units = (await host.units.status()).filter(
    ({ name, state, definition }) =>
      before !== undefined &&
      generationOf(name) === before &&
      !name.startsWith("app@") &&
      (definition.schedule === undefined || state === "waiting"),
  );
  await Promise.all(units.map(({ name }) => host.units.stop(name)));
  return units.map(({ definition }) => definition);
};

export const resume = async (host: Host, halted: Halted): Promise<void> => {
  await Promise.all(halted.map((unit) => host.units.start(unit)));
};
