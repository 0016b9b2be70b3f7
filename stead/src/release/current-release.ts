import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { readGenerationNote } from "./generation.ts";
import type { CurrentRelease } from "./release.ts";

/**
 * The generation that serves on a host; undefined: none does, such as after a reboot or `down`. One that lacks a unit, because
 * a verb was killed half-way, has an empty hash, so that the next `up` replaces it.
 */
export const currentRelease = async (host: Host, place: HostPlace): Promise<CurrentRelease | undefined> => {
  const generation = await currentGeneration(host, place);
  if (generation === undefined) return undefined;
  const note = await readGenerationNote(host, place, generation);
  if (note === undefined) return undefined;
  const running = (await host.units.status()).filter(({ state }) => state !== "stopped").map(({ name }) => name);
  const missing = note.units.filter((name) => !running.includes(name));
  if (note.units.length > 0 && missing.length === note.units.length) return undefined;
  return {
    id: note.release,
    generation,
    instancesHash: missing.length === 0 ? note.instances : "",
    ...(note.secrets && { secrets: note.secrets }),
  };
};

/** The name that RUN/current leads to; undefined: there is no such link. */
export const currentGeneration = async (host: Host, place: HostPlace): Promise<string | undefined> =>
  (await linkTarget(host, place.paths.current))?.split("/").at(-1);

/** The release that HOME/releases/current notes: the one to start after a reboot. */
export const notedRelease = (host: Host, place: HostPlace): Promise<string | undefined> =>
  linkTarget(host, join(place.paths.releases, "current"));

const linkTarget = async (host: Host, path: string): Promise<string | undefined> =>
  (await host.files.look([path])).get(path)?.target;
