import type { Host } from "../../host/host.ts";
import { currentRelease } from "../../release/current-release.ts";
import type { Member } from "../../release/fleet.ts";
import { storedSecrets } from "../../release/secrets/stored-secrets.ts";
import { secretsIn } from "../../state/text.ts";
import type { AppSecret, DesiredState, SecretValue, Text, Value } from "../../state/vocabulary.ts";
import type { OpenSite } from "../open-site.ts";
import { secretMembers } from "./members.ts";

/** What there is to know of a secret but its value. */
export interface SecretLine {
  readonly host: string;
  readonly name: string;
  /** `set`: by the operator, for the application. `generated`: made on the host, for an engine. */
  readonly origin: "set" | "generated";
  /** ISO 8601: when it got its value; absent: it has none yet. */
  readonly since?: string;
  /** Who uses it; empty: nobody. */
  readonly usedBy: readonly string[];
  /** The application runs with the value before, or without it. */
  readonly waiting?: true;
}

/** The names, ages and users of all secrets of a site. No value is read. */
export const listSecrets = async (site: OpenSite): Promise<readonly SecretLine[]> => {
  const set = await Promise.all(secretMembers(site).map(setOn));
  const generated = await Promise.all(
    [...site.desired].map(async ([name, desired]) => {
      const host = site.hosts.get(name);
      return host ? generatedOn(host, desired) : [];
    }),
  );
  return [...set.flat(), ...generated.flat()];
};

const setOn = async (member: Member): Promise<readonly SecretLine[]> => {
  const { host, place, instances } = member;
  const [stored, running] = await Promise.all([storedSecrets(host, place), currentRelease(host, place)]);
  const wanted = new Map((instances.secrets ?? []).map(({ name, as }) => [name, as]));
  return [...new Set([...wanted.keys(), ...stored.keys()])].toSorted().map((name) => {
    const [kept, as] = [stored.get(name), wanted.get(name)];
    const waits = as !== undefined && kept && running && running.secrets?.[name] !== kept.version;
    return {
      host: host.name,
      name,
      origin: "set" as const,
      ...(kept && { since: new Date(kept.at).toISOString() }),
      usedBy: usesOf(name, as, running?.secrets?.[name] !== undefined),
      ...(waits === true && { waiting: waits }),
    };
  });
};

const usesOf = (name: string, as: AppSecret["as"] | undefined, running: boolean): readonly string[] => {
  if (as === "env") return [`the application, as ${name}`];
  if (as === "file") return [`the application, as a file (${name}_FILE)`];
  return running ? ["the application, until the next `up`"] : [];
};

const AGES = `for file; do stat -c '%Y %n' -- "$file" 2>/dev/null; done; exit 0`;

const generatedOn = async (host: Host, desired: DesiredState): Promise<readonly SecretLine[]> => {
  const secrets = desired.filter((value) => value.kind === "secret");
  const { stdout } = await host.run(["/bin/sh", "-c", AGES, "ages", ...secrets.map(({ path }) => path)]);
  const ages = new Map(
    [...stdout.matchAll(/^(\d+) (\/.+)$/gmu)].map(([, time, path = ""]) => [path, Number(time) * 1000]),
  );
  return secrets.map((secret) => {
    const at = ages.get(secret.path);
    return {
      host: host.name,
      name: secret.name,
      origin: "generated" as const,
      ...(at !== undefined && { since: new Date(at).toISOString() }),
      usedBy: usersOf(secret, desired),
    };
  });
};

/** What has it inside; where none shows, the programs that read its file are what it says of itself. */
const usersOf = (secret: SecretValue, desired: DesiredState): readonly string[] => {
  const users = desired.filter((value) => textsOf(value).some((text) => secretsIn(text).includes(secret.name)));
  return users.length === 0 ? [secret.says] : users.map(({ says }) => says);
};

const textsOf = (value: Value): readonly Text[] => {
  if (value.kind === "file") return [value.content];
  if (value.kind === "ensure") return [value.check.stdin ?? "", value.make.stdin ?? ""];
  if (value.kind === "instances")
    return [...Object.values(value.environment), ...Object.values(value.migrateEnvironment)];
  return [];
};
