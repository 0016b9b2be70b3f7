import { commandFor } from "../../kernel/command-for.ts";
import { join } from "../../kernel/text.ts";
import { isServer } from "../../topology/servers.ts";
import { restartOf } from "../patch/restart-of.ts";
import { runningOld } from "../patch/running-old.ts";
import type { Examined } from "./examined.ts";
import { ok, warning, type Finding } from "./finding.ts";

/** Upgrades that are on the disk and not at work yet: a kernel, or libraries of programs that run since before. */
export const lookAtUpgrades = async ({ site, host, place }: Examined): Promise<readonly Finding[]> => {
  if (!isServer(place)) return [];
  const [restart, { units }] = await Promise.all([restartOf(host, []), runningOld(host)]);
  const mend = `\`${commandFor("patch", site.environment)}\` says what that interrupts, and does it.`;
  const found = [
    ...(restart ? [warning("upgrades", `The server needs a restart. ${restart.why}`, mend)] : []),
    ...(units.length > 0 ? [warning("upgrades", `${join(units)} run what an upgrade has replaced since.`, mend)] : []),
  ];
  return found.length > 0 ? found : [ok("upgrades", "What was upgraded is at work.")];
};
