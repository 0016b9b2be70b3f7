import { join } from "node:path";
import { currentGeneration, currentRelease } from "./current-release.ts";
import { linkAssets } from "./assets.ts";
import { keepingNote, noteServing } from "./note-serving.ts";
import type { Generation } from "./generation.ts";
import { halt, resume, type Halted } from "./jobs.ts";
import type { ReleaseRecord } from "./record.ts";
import type { ReleaseContext } from "./release.ts";
import { routeTo, type Routed } from "./route.ts";
import { boundary } from "./step.ts";

/** A host that has switched: what served before, and the way back. */
export interface Switched {
  readonly generation: Generation;
  /** The name of the generation that served before; undefined: none did. */
  readonly before: string | undefined;
  /** Whether that one still could: after \`down\` or a reboot nothing of it runs. */
  readonly canGoBack: boolean;
  readonly routed: Routed | undefined;
  back(): Promise<void>;
}

/** Switches one host to a proven generation. Undoes itself when a part of it fails. */
export const switchTo = async (
  context: ReleaseContext,
  generation: Generation,
  record: ReleaseRecord,
): Promise<Switched> => {
  const { host, place } = generation.member;
  const at = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
    boundary(context, `${host.name}/${name}`, work);
  const before = await currentGeneration(host, place);
  const canGoBack = (await currentRelease(host, place)) !== undefined;
  const undo: (() => Promise<void>)[] = [];
  const back = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    await at("assets", () => linkAssets(host, place, record));
    await keepBehind(generation, before);
    undo.push(() => leadTo(generation, before));
    await at("switch", () => leadTo(generation, generation.name));
    const routed = await at("route", () => routeTo(context, generation));
    if (routed) undo.push(() => routed.undo());
    const restoreNote = await keepingNote(host, place, record.id);
    // Only a note: on a full disk the way back must not end here. The next verb finds that it does not fit, and mends it.
    undo.push(() => restoreNote().catch(() => undefined));
    await at("note", () => noteServing(host, place, generation.name));
    const halted: Halted = await at("halt jobs", () => halt(generation, before));
    undo.push(() => resume(host, halted).catch(() => undefined));
    await at("cron", () => startCron(generation));
    return { generation, before, canGoBack, routed, back };
  } catch (error) {
    // Where even that fails the new one serves on, whole: nobody ends what RUN/current leads to.
    await back().catch(() => undefined);
    throw error;
  }
};

/** RUN/current: one rename, and every request from now on goes to that generation. */
const leadTo = ({ member: { host, place } }: Generation, name: string | undefined): Promise<void> =>
  name === undefined
    ? host.files.remove(place.paths.current)
    : // A name alone: the web server resolves this link for each page it keeps, and an absolute one costs it twice the looks.
      host.files.link(place.paths.current, name);

/**
 * RUN/GENERATION/before: the web server asks those instances while none of the new ones can be reached. It leads to the generation
 * itself when nothing stands by, so that a request which was on its way to it during a switch back still finds somebody.
 */
const keepBehind = (generation: Generation, before: string | undefined): Promise<void> =>
  generation.member.host.files.link(
    behind(generation),
    before === undefined ? "." : join(generation.member.place.paths.run, before),
  );

/** From now on the generation is on its own: what served before it may end. */
export const leaveBehind = (generation: Generation): Promise<void> => keepBehind(generation, undefined);

const behind = ({ member: { place }, name }: Generation): string => join(place.paths.run, name, behindName);

/** In a generation's folder: leads to the folder of the one before it as long as that one stands by, then to itself. */
export const behindName = "before";

const startCron = async ({ member: { host }, definitions }: Generation): Promise<void> => {
  for (const unit of definitions.cron) await host.units.start(unit);
};
