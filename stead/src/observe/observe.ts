import type { Host } from "../host/host.ts";
import type { ManifestEntry, Observed } from "../plan/observed.ts";
import type { DesiredState, Value } from "../state/vocabulary.ts";
import type { HostPlace } from "../topology/topology.ts";
import { metEnsures } from "./ensures.ts";
import { readManifest, readNeighbours } from "./manifest.ts";
import { renderedHashes } from "./rendered.ts";
import { secretsOn } from "./secrets.ts";

/**
 * What a host has of everything that is desired there, or was written there before, but for the serving release, which
 * release/ knows. Changes nothing.
 */
export const observe = async (host: Host, place: HostPlace, desired: DesiredState): Promise<Observed> => {
  const [manifest, secrets] = await Promise.all([readManifest(host, place), secretsOn(host, desired)]);
  const [entries, units, installed, users, kept, neighbours] = await Promise.all([
    host.files.look(pathsOf(desired, Object.values(manifest.entries))),
    host.units.status(),
    installedPackages(host, desired),
    existingUsers(host, desired),
    keptRelease(host, place),
    readNeighbours(host, place),
  ]);
  return {
    installed,
    users,
    entries,
    units,
    manifest,
    ...(neighbours.length > 0 && { neighbours }),
    met: await metEnsures(host, desired, { units, secrets, users }),
    rendered: renderedHashes(desired, secrets),
    ...(kept !== undefined && { kept }),
  };
};

const pathsOf = (desired: DesiredState, entries: readonly ManifestEntry[]): readonly string[] => [
  ...new Set([
    ...desired.flatMap((value) => ("path" in value ? [value.path] : [])),
    ...entries.flatMap(({ path }) => path ?? []),
  ]),
];

const installedPackages = async (host: Host, desired: DesiredState): Promise<ReadonlySet<string>> => {
  const packages = ofKind(desired, "package");
  const missing = new Set(await host.packages.missing(packages));
  return new Set(packages.map(({ name }) => name).filter((name) => !missing.has(name)));
};

const existingUsers = async (host: Host, desired: DesiredState): Promise<ReadonlySet<string>> => {
  const names = ofKind(desired, "user").map(({ name }) => name);
  return names.length === 0 ? new Set() : host.users.existing(names);
};

/** `releases/current` is a link to the release that last served: the durable note for after a reboot. */
const keptRelease = async (host: Host, place: HostPlace): Promise<string | undefined> => {
  const link = `${place.paths.releases}/current`;
  return (await host.files.look([link])).get(link)?.target?.split("/").at(-1);
};

const ofKind = <Kind extends Value["kind"]>(
  desired: DesiredState,
  kind: Kind,
): readonly Extract<Value, { kind: Kind }>[] =>
  desired.filter((value): value is Extract<Value, { kind: Kind }> => value.kind === kind);
