import type { Sandbox } from "../../../state/vocabulary.ts";
import type { Exposure, Host } from "../../host.ts";
import type { FoundUnit } from "./read-units.ts";

/** The most that systemd 252 and 257 give our sandboxes: a port below 1024 costs a power, and the own view of the accounts. */
export const most: Readonly<Record<Sandbox["kind"], number>> = { engine: 1.7, application: 1.5 };

/** The scores of these units, those of the same kind of process once: one command for all. */
export const exposureOf = async (run: Host["run"], units: readonly FoundUnit[]): Promise<readonly Exposure[]> => {
  const { stdout } = await run(["systemd-analyze", "security", "--no-pager"]);
  const scores = new Map(
    [...stdout.matchAll(/^(\S+\.service)\s+(\d+\.\d)/gmu)].map(([, service = "", score]) => [service, Number(score)]),
  );
  const exposures = units.flatMap(({ name, service, notes: { definition } }) => {
    const score = scores.get(service);
    const { sandbox } = definition;
    const kindOfProcess = name.split("@")[0] ?? name;
    return score === undefined ? [] : [{ unit: kindOfProcess, score, most: sandbox && most[sandbox.kind] }];
  });
  return exposures.filter(({ unit }, index) => exposures.findIndex((other) => other.unit === unit) === index);
};
