import { setTimeout as sleep } from "node:timers/promises";
import { SteadError } from "../../kernel/errors.ts";
import { join } from "../../kernel/text.ts";
import type { Ask } from "../../observe/names/walk.ts";
import type { Progress } from "../at-work.ts";
import type { NamedSite } from "./asker-of.ts";
import { lookAtNames } from "./look-at-names.ts";
import { recordLines, type NamesReport } from "./names-report.ts";

/** Seconds: how often name servers are asked, and for how long. */
export interface Patience {
  readonly every: number;
  readonly atMost: number;
}

/** Who types records in needs minutes, a provider one more. */
const PATIENCE: Patience = { every: 5, atMost: 900 };

/**
 * Where somebody else answers for the domain: says which records are to be created there, waits until all its name servers have them, and
 * says what is missing or wrong, by which server. Nothing to do elsewhere, or when they are right. Throws NAMES_UNREADY.
 */
export const awaitRecords = async (
  site: NamedSite,
  { report, signal }: Pick<Progress, "report" | "signal">,
  { every, atMost }: Patience = PATIENCE,
  by?: Ask,
): Promise<void> => {
  const say = (says: string): void => report({ kind: "line", says });
  let seen = await lookAtNames(site, by);
  if (seen?.dns !== "external" || seen.verdict === "right") return;
  for (const line of recordLines(seen.records)) say(line);
  if (seen.verdict === "unknown") {
    say("The domain's name servers cannot be asked from here, so nobody has checked whether they are there.");
    return;
  }
  const end = Date.now() + atMost * 1000;
  let told: readonly string[] = [];
  while (seen.verdict !== "right") {
    told = sayChanged(seen, told, say);
    if (Date.now() > end) throw unready(site.topology.domain.ascii, seen);
    await sleep(every * 1000, undefined, { signal });
    seen = (await lookAtNames(site, by)) ?? seen;
  }
  say(`The records are there, by the word of ${join(seen.servers)}.`);
};

/** Says what is wrong when that is not what was said before. */
const sayChanged = (
  { problems }: NamesReport,
  told: readonly string[],
  say: (says: string) => void,
): readonly string[] => {
  const now = problems.map(({ says }) => says);
  if (now.join("\n") === told.join("\n")) return told;
  for (const says of now) say(`  ${says}`);
  if (told.length === 0) say("Waiting for them; Ctrl-C ends this, and the next `stead up` goes on.");
  return now;
};

const unready = (domain: string, { problems, servers }: NamesReport): SteadError =>
  new SteadError({
    code: "NAMES_UNREADY",
    where: domain,
    what: `does not have the records that the site needs, by the word of ${join(servers) || "the zone above"}.`,
    mend: "Create them at your DNS provider, then run `stead up` again: everything else is done.",
    lines: problems.map(({ says }) => says),
  });
