import { join } from "node:path";
import * as z from "zod";
import type { Host } from "../host/host.ts";
import { environmentFile } from "../state/environment-file.ts";
import { instancesHash } from "../state/instances-hash.ts";
import type { UnitDefinition } from "../state/observations.ts";
import type { HostPlace } from "../topology/topology.ts";
import { act } from "./build/act.ts";
import { definitionsOf, type Definitions } from "./definitions.ts";
import { environmentOf } from "./environment.ts";
import type { Member } from "./fleet.ts";
import { compileCache, makeCompiledFolder } from "./compile-cache.ts";
import { choosePorts } from "./free-ports.ts";
import { generationOf, isGeneration, nextGeneration } from "./names.ts";
import { parseJson, type ReleaseRecord } from "./record.ts";
import { storedVersions } from "./secrets/stored-secrets.ts";

/** One start of a release's processes on one host, prepared or running. */
export interface Generation {
  readonly name: string;
  readonly release: string;
  readonly member: Member;
  readonly definitions: Definitions;
}

/** Makes a generation's folder in RUN: nothing runs yet. Where that fails, on a full disk, nothing of it stays. */
export const prepareGeneration = async (member: Member, record: ReleaseRecord): Promise<Generation> => {
  const { host, place } = member;
  const name = nextGeneration(record.id, await takenNames(host, place));
  try {
    return await makeGeneration(member, record, name);
  } catch (error) {
    await removeGeneration(host, place, name).catch(() => undefined); // the next verb tries again
    throw error;
  }
};

const makeGeneration = async (member: Member, record: ReleaseRecord, name: string): Promise<Generation> => {
  const { host, place, instances } = member;
  const folder = join(place.paths.run, name);
  await makeFolder(host, place, folder);
  if (notes(place) !== place.paths.run) await host.files.makeFolder(notes(place), { mode: 0o700 });
  await host.files.link(join(folder, "release"), join(place.paths.releases, record.id));
  await makeCompiledFolder(member, record);
  await writeEnvironment(member, record, name);
  const ports = instances.web?.port === true ? await choosePorts(host, instances.web.count) : undefined;
  const definitions = generationDefinitions(member, record, name, ports);
  await note(member, { name, record, definitions });
  return { name, release: record.id, member, definitions };
};

/** The units of a generation of that name. */
export const generationDefinitions = (
  member: Member,
  record: ReleaseRecord,
  name: string,
  ports?: readonly number[],
): Definitions => {
  const { place } = member;
  const folder = join(place.paths.run, name);
  return definitionsOf(member, record, { name, folder, environmentFile: environmentPath(place, name), ports });
};

/** Takes away what `prepareGeneration` made. Its units must have ended. */
export const removeGeneration = async (host: Host, place: HostPlace, name: string): Promise<void> => {
  // The folder last: while it is there, the next verb finds what a killed one left.
  for (const path of [environmentPath(place, name), notePath(place, name), join(place.paths.run, name)]) {
    await host.files.remove(path);
  }
};

const noteShape = z.object({
  release: z.string(),
  instances: z.string(),
  units: z.array(z.string()),
  /** By name, the versions of the secrets that it was started with. */
  secrets: z.record(z.string(), z.string()).optional(),
});

/** What a generation was made from, and which units it consists of. */
export type GenerationNote = z.infer<typeof noteShape>;

/** undefined: there is no such generation, or its note cannot be read. */
export const readGenerationNote = async (
  host: Host,
  place: HostPlace,
  name: string,
): Promise<GenerationNote | undefined> => {
  const bytes = await host.files.read(notePath(place, name));
  return bytes && noteShape.safeParse(parseJson(new TextDecoder().decode(bytes))).data;
};

export const allUnits = ({ web, workers, cron }: Definitions): readonly UnitDefinition[] => [
  ...web,
  ...workers,
  ...cron,
];

const writeEnvironment = async (member: Member, record: ReleaseRecord, name: string): Promise<void> => {
  const environment = { ...compileCache(member, record), ...(await environmentOf(member, record)) };
  const path = environmentPath(member.place, name);
  await member.host.files.write(path, environmentFile(environment), { mode: 0o600 });
};

const note = async (
  member: Member,
  { name, record, definitions }: { name: string; record: ReleaseRecord; definitions: Definitions },
): Promise<void> => {
  const { host, place, instances } = member;
  const units = allUnits(definitions).map((unit) => unit.name);
  const secrets = await storedVersions(member);
  const text = JSON.stringify({ release: record.id, instances: instancesHash(instances), units, secrets });
  await host.files.write(notePath(place, name), `${text}\n`, { mode: 0o600 });
};

const notePath = (place: HostPlace, name: string): string => join(notes(place), `${name}.json`);
const environmentPath = (place: HostPlace, name: string): string => join(notes(place), `${name}.env`);

/**
 * Beside the generation's folder, which belongs to the application's account. Where systemd starts the site after a boot they must
 * outlive it.
 */
const notes = ({ paths, services }: HostPlace): string =>
  services === "systemd" ? join(paths.secrets, "generations") : paths.run;

/**
 * The application makes its sockets in it. Where the web server has another account, sockets get its group from the folder
 * (the bit 2000, inode(7)), and nobody else may enter.
 */
const makeFolder = async (host: Host, place: HostPlace, folder: string): Promise<void> => {
  await host.files.makeFolder(folder, {
    mode: 0o750,
    ...(place.account === undefined ? {} : { account: place.account }),
  });
  const web = place.accounts?.web;
  if (web === undefined) return;
  await act(host, ["chgrp", "--", web, folder]);
  await act(host, ["chmod", "2750", "--", folder]);
};

/** Generations that have a folder or a unit. */
const takenNames = async (host: Host, place: HostPlace): Promise<readonly string[]> => {
  const units = (await host.units.status()).flatMap((unit) => generationOf(unit.name) ?? []);
  return [...units, ...(await host.files.list(place.paths.run)).filter(isGeneration)];
};
