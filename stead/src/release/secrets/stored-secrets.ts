import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { commandFor } from "../../kernel/command-for.ts";
import { refuse, type Fault } from "../../kernel/errors.ts";
import type { AppSecret } from "../../state/vocabulary.ts";
import type { HostPlace } from "../../topology/topology.ts";
import type { Member } from "../fleet.ts";

/** A value that the operator gave a host to keep. */
export interface StoredSecret {
  readonly name: string;
  /** Milliseconds since the epoch: when it was set. */
  readonly at: number;
  /** Another one after each change: tells a value from the one before without knowing either. */
  readonly version: string;
}

/** The folder of values that the operator set: root's alone. */
export const secretFolder = ({ paths }: Pick<HostPlace, "paths">): string => join(paths.secrets, "app");

export const secretPath = (place: Pick<HostPlace, "paths">, name: string): string => join(secretFolder(place), name);

const LIST = `find "$1" -maxdepth 1 -type f ! -name '.*' -printf '%f\\t%T@\\t%s\\n' 2>/dev/null; exit 0`;

/** All that are kept on a host, by name. No value is read. */
export const storedSecrets = async (
  host: Pick<Host, "run">,
  place: Pick<HostPlace, "paths">,
): Promise<ReadonlyMap<string, StoredSecret>> => {
  const { stdout } = await host.run(["/bin/sh", "-c", LIST, "stored-secrets", secretFolder(place)]);
  const lines = stdout.matchAll(/^([A-Za-z_][A-Za-z0-9_]*)\t(\d+\.\d+)\t(\d+)$/gmu);
  return new Map(
    [...lines].map(([, name = "", time = "", bytes]) => [
      name,
      { name, at: Number(time) * 1000, version: `${time}-${bytes}` },
    ]),
  );
};

/** By name of a secret, the version of its value. */
export type Versions = Readonly<Record<string, string>>;

/** Of what the application wants on a host, the versions that are there; undefined: it wants none. */
export const storedVersions = async ({ host, place, instances }: Member): Promise<Versions | undefined> => {
  if (instances.secrets === undefined) return undefined;
  const stored = await storedSecrets(host, place);
  return Object.fromEntries(
    instances.secrets.flatMap(({ name }) => {
      const version = stored.get(name)?.version;
      return version === undefined ? [] : [[name, version]];
    }),
  );
};

/** The same, for a start: all of them must be there. Throws SECRET_MISSING. */
export const completeVersions = async (member: Member): Promise<Versions> => {
  const versions = (await storedVersions(member)) ?? {};
  refuse(missingSecrets(member.instances.secrets ?? [], versions, member.host.name));
  return versions;
};

/** A fault for each that nobody set yet. */
export const missingSecrets = (
  wanted: readonly AppSecret[],
  stored: Versions,
  host: string,
  environment = "ENVIRONMENT",
): readonly Fault[] =>
  wanted
    .filter(({ name }) => !Object.hasOwn(stored, name))
    .map(({ name }) => ({
      code: "SECRET_MISSING",
      where: `app.secrets, ${name}`,
      what: `is not set on ${host}.`,
      mend: `Type \`${commandFor(`secret set ${name}`, environment)}\`: it asks for the value, or takes it from standard input.`,
    }));
