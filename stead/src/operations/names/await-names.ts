import { setTimeout as sleep } from "node:timers/promises";
import { SteadError, type Fault } from "../../kernel/errors.ts";
import { join } from "../../kernel/text.ts";
import type { Ask } from "../../observe/names/walk.ts";
import type { SeenName } from "../../state/vocabulary.ts";
import type { Progress } from "../at-work.ts";
import { askerOf, type NamedSite } from "./asker-of.ts";
import type { Patience } from "./await-records.ts";
import { whereItLeads, type Word } from "./where-it-leads.ts";

/** A name server that has just begun answers at once. What is not delegated yet takes hours, and is told instead. */
const PATIENCE: Patience = { every: 1, atMost: 20 };

/**
 * Waits until names lead where they should, by the word of every name server of theirs, asked from outside of the servers. Says so where
 * nobody can be asked: the authority will see for itself. Throws NAMES_LEAD_ELSEWHERE with what each name server says.
 */
export const awaitNames = async (
  site: NamedSite,
  names: readonly SeenName[],
  { report, signal }: Pick<Progress, "report" | "signal">,
  { every, atMost }: Patience = PATIENCE,
  by?: Ask,
): Promise<void> => {
  const ask = by ?? (await askerOf(site));
  if (!ask) return;
  const end = Date.now() + atMost * 1000;
  for (;;) {
    const words = await Promise.all(names.map(({ name }) => whereItLeads(name, ask)));
    signal.throwIfAborted();
    const [first, ...more] = names.flatMap((name, index) => faultOf(name, words[index], site.topology.environment));
    if (!first && !words.includes(undefined)) return;
    if (Date.now() > end) {
      if (first) throw new SteadError(first, ...more);
      return report({
        kind: "line",
        says: "Nobody has checked where the names lead: no name server answers from here.",
      });
    }
    await sleep(every * 1000, undefined, { signal });
  }
};

/** What is wrong with a name by the words of its name servers; nothing when they all say what is right, or could not be asked. */
const faultOf = (wanted: SeenName, words: readonly Word[] | undefined, environment: string): readonly Fault[] => {
  const should = join([...wanted.v4, ...wanted.v6]);
  const mend = `Everything else is done. Once it leads there, run \`stead up ${environment}\` again: it asks for the certificate then.`;
  const fault = (what: string): readonly Fault[] => [{ code: "NAMES_LEAD_ELSEWHERE", where: wanted.name, what, mend }];
  if (words?.length === 0)
    return fault(`has no name servers yet, so no certificate can be had for it. It should lead to ${should}.`);
  const wrong = (words ?? []).filter(({ v4, v6 }) => !isSame(v4, wanted.v4) || !isSame(v6, wanted.v6));
  if (wrong.length === 0) return [];
  const says = wrong.map(
    ({ server, v4, v6, silent }) => `${server} says ${join([...v4, ...v6]) || sayNothing(silent)}`,
  );
  return fault(`should lead to ${should}, but ${join(says)}. No certificate can be had for it so.`);
};

const sayNothing = (silent: string | undefined): string =>
  silent === undefined ? "that there is nothing" : `nothing (${silent})`;

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((address) => other.includes(address));
