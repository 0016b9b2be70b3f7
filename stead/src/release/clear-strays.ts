import { join } from "node:path";
import { instancesHash } from "../state/instances-hash.ts";
import { plural, join as words } from "../kernel/text.ts";
import { currentGeneration, notedRelease } from "./current-release.ts";
import { drain } from "./drain.ts";
import { fleet, type Member } from "./fleet.ts";
import { generationOf, halfBuilt, isGeneration, isReleaseId, releaseOf } from "./names.ts";
import { generationDefinitions, readGenerationNote } from "./generation.ts";
import { noteServing } from "./note-serving.ts";
import { readRecord } from "./record.ts";
import { behindName } from "./switch-to.ts";
import type { ReleaseContext } from "./release.ts";
import { clearValuesBefore } from "./secrets/change-secret.ts";
import { boundary } from "./step.ts";

/**
 * Clears what a killed verb left: half-built folders, instances that do not serve, a switch without its note. What serves goes on
 * serving. The caller holds the lock. Gives a sentence for each thing cleared.
 */
export const clearStrays = async (context: ReleaseContext): Promise<readonly string[]> => {
  const said: string[] = [];
  for (const member of fleet(context)) {
    for (const clear of [halfBuiltFolders, missingNote, strayGenerations, neverServed, missingUnits, valuesBefore])
      said.push(...(await clear(context, member)));
  }
  return said;
};

type Clear = (context: ReleaseContext, member: Member) => Promise<readonly string[]>;

const halfBuiltFolders: Clear = async (_context, { host, place }) => {
  const found = (await host.files.list(place.paths.releases)).filter((name) => name.endsWith(halfBuilt));
  for (const name of found) await host.files.remove(join(place.paths.releases, name));
  return found.map((name) => `Removed a half-built release (${name}) that an interrupted deploy left.`);
};

/** RUN/current is the truth while it is there: a switch or a way back that was cut before the note followed it. */
const missingNote: Clear = async (_context, { host, place }) => {
  const generation = await currentGeneration(host, place);
  if (generation === undefined || releaseOf(generation) === (await notedRelease(host, place))) return [];
  await noteServing(host, place, generation);
  return [`Noted that release ${releaseOf(generation)} serves: an interrupted switch had not come to that.`];
};

/** Instances and folders of generations other than the serving one. They may have requests: they drain. */
const strayGenerations: Clear = async (context, member) => {
  const { host, place } = member;
  const serving = await currentGeneration(host, place);
  const units = (await host.units.status()).filter(({ name }) => isStray(generationOf(name), serving));
  const folders = (await host.files.list(place.paths.run)).filter((name) => isGeneration(name) && name !== serving);
  const names = new Set([...units.flatMap(({ name }) => generationOf(name) ?? []), ...folders]);
  if (names.size === 0) return [];
  await boundary(context, `${host.name}/clear strays`, async () => {
    if (serving !== undefined) await host.files.link(join(place.paths.run, serving, behindName), ".");
    await drain(member, [...names], context.signal);
  });
  const running = units.filter(({ pid }) => pid !== undefined);
  if (running.length === 0) return [];
  const list = words([...names].sort());
  return [`Ended ${plural(running.length, "process", "processes")} of ${list}, which did not serve.`];
};

const isStray = (generation: string | undefined, serving: string | undefined): boolean =>
  generation !== undefined && generation !== serving;

/** A deploy that was killed after its build: complete, but it never served, and nobody can ask for it. */
const neverServed: Clear = async (_context, { host, place }) => {
  const current = await notedRelease(host, place);
  const ids = (await host.files.list(place.paths.releases)).filter(isReleaseId).filter((id) => id !== current);
  const records = await Promise.all(ids.map(async (id) => ({ id, record: await readRecord(host, place, id) })));
  const left = records.filter(({ record }) => record?.served === undefined);
  for (const { id } of left) await host.files.remove(join(place.paths.releases, id));
  return left.map(({ id }) => `Removed release ${id}, which was built but never served.`);
};

/** The serving generation's units that a killed switch had not come to. With changed settings the plan replaces all of them. */
const missingUnits: Clear = async (_context, member) => {
  const { host, place, instances } = member;
  const name = await currentGeneration(host, place);
  const note = name === undefined ? undefined : await readGenerationNote(host, place, name);
  const record = note && (await readRecord(host, place, note.release));
  if (name === undefined || record === undefined || note?.instances !== instancesHash(instances)) return [];
  const known = (await host.units.status()).map((unit) => unit.name);
  // After `down` or a reboot nothing of it is there: that is for `up` to start.
  if (!note.units.some((unit) => known.includes(unit))) return [];
  const { workers, cron } = generationDefinitions(member, record, name);
  const missing = [...workers, ...cron].filter((unit) => !known.includes(unit.name));
  for (const unit of missing) await host.units.start(unit);
  return missing.map((unit) => `Started ${unit.name}, to which an interrupted switch had not come.`);
};

/** A secret's change that was killed: the value after it stays, and the plan gives it to the application. */
const valuesBefore: Clear = async (_context, member) => {
  const names = member.instances.secrets === undefined ? [] : await clearValuesBefore(member);
  return names.map((name) => `Forgot the value that ${name} had before an interrupted change of it.`);
};
