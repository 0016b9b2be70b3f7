import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Host } from "../host/host.ts";
import { SteadError, type Fault } from "../kernel/errors.ts";
import { join } from "../kernel/text.ts";
import { enterLab } from "../lab/enter.ts";
import type { SeenName } from "../state/vocabulary.ts";
import { openLab } from "./lab/open-lab.ts";
import { LOOK_AT_NAMES } from "./look-at-names.ts";
import type { OpenSite } from "./open-site.ts";

/** Seconds: a name server that has just begun answers at once. What is not delegated yet takes hours, and is told instead. */
const PATIENCE = 20;
const LOOK_TIMEOUT = 30;

const seenShape = z.array(
  z.object({
    name: z.string(),
    /** The zone it was found in; "": nobody knows of any. */
    zone: z.string(),
    servers: z.array(
      z.object({ server: z.string(), v4: z.array(z.string()), v6: z.array(z.string()), code: z.string().optional() }),
    ),
  }),
);

type Seen = z.infer<typeof seenShape>[number];

/**
 * Waits until names lead where they should, by the word of every name server of theirs, asked from outside of the servers: from this
 * machine, or from a client of the lab. Throws NAMES_LEAD_ELSEWHERE with what each name server says.
 */
export const awaitNames = async (
  site: Pick<OpenSite, "builder" | "lab" | "environment">,
  names: readonly SeenName[],
  signal: AbortSignal,
): Promise<void> => {
  const { builder } = site;
  if (!builder) return;
  const enter = await wayIn(site);
  const end = Date.now() + PATIENCE * 1000;
  for (;;) {
    const seen = await look(builder, enter, names, signal);
    const faults = names.flatMap((wanted) => faultOf(wanted, seen, site.environment));
    const [first, ...more] = faults;
    if (!first) return;
    if (Date.now() > end) throw new SteadError(first, ...more);
    await sleep(1000, undefined, { signal });
  }
};

type Enter = (words: readonly string[]) => readonly string[];

const wayIn = async ({ lab }: Pick<OpenSite, "lab">): Promise<Enter> => {
  if (!lab) return (words) => words;
  const open = await openLab(lab);
  return (words) => enterLab(open.lab, words);
};

const look = async (
  host: Host,
  enter: Enter,
  names: readonly SeenName[],
  signal: AbortSignal,
): Promise<readonly Seen[]> => {
  const words = [process.execPath, "-e", LOOK_AT_NAMES, ...names.map(({ name }) => name)];
  const { stdout, stderr } = await host.run(enter(words), { timeout: LOOK_TIMEOUT, signal });
  signal.throwIfAborted();
  const read = stdout.trim().startsWith("[") ? seenShape.safeParse(JSON.parse(stdout)) : undefined;
  if (read?.success) return read.data;
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: "the name servers of the site",
    what: "cannot be asked from this machine.",
    mend: "Read the words below, and run `stead up` again.",
    lines: stderr.trim().split("\n").slice(-5),
  });
};

/** What is wrong with a name; nothing when all its name servers say the same, and that is right. */
export const faultOf = (wanted: SeenName, seen: readonly Seen[], environment: string): readonly Fault[] => {
  const found = seen.find(({ name }) => name === wanted.name);
  const should = join([...wanted.v4, ...wanted.v6]);
  const mend = `Everything else is done. Once it leads there, run \`stead up ${environment}\` again: it asks for the certificate then.`;
  const fault = (what: string): readonly Fault[] => [{ code: "NAMES_LEAD_ELSEWHERE", where: wanted.name, what, mend }];
  if (!found || found.servers.length === 0)
    return fault(`has no name servers yet, so no certificate can be had for it. It should lead to ${should}.`);
  const wrong = found.servers.filter(({ v4, v6 }) => !isSame(v4, wanted.v4) || !isSame(v6, wanted.v6));
  if (wrong.length === 0) return [];
  const says = wrong.map(({ server, v4, v6, code }) => `${server} says ${join([...v4, ...v6]) || sayNothing(code)}`);
  return fault(`should lead to ${should}, but ${join(says)}. No certificate can be had for it so.`);
};

const sayNothing = (code: string | undefined): string =>
  code === undefined ? "that there is nothing" : `nothing (${code})`;

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((address) => other.includes(address));
