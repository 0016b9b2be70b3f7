import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { Secret } from "../kernel/secret.ts";
import type { DesiredState, SecretValue } from "../state/vocabulary.ts";

/** Secrets of a host that are made already, by name. They live in memory only. */
export type Secrets = ReadonlyMap<string, Secret>;

/** Reads the secrets that a host should have and has. Throws OWN_FILE_UNREADABLE for one that cannot be a password. */
export const secretsOn = async (host: Host, desired: DesiredState): Promise<Secrets> => {
  const wanted = desired.filter((value) => value.kind === "secret");
  const read = await Promise.all(wanted.map(async (value) => [value, await host.files.read(value.path)] as const));
  return new Map(
    read.flatMap(([value, bytes]) => (bytes === undefined ? [] : [[value.name, secretIn(value, bytes)] as const])),
  );
};

/** Fills a text's references: the one place where secrets become text. */
export const revealing =
  (secrets: Secrets) =>
  (name: string): string | undefined =>
    secrets.get(name)?.reveal();

/** Nothing but letters, digits, - and _ : so it needs no quoting in a file, an address or an SQL text. */
const secretIn = (value: SecretValue, bytes: Uint8Array): Secret => {
  const text = new TextDecoder().decode(bytes).trim();
  if (/^[A-Za-z0-9_-]{16,128}$/u.test(text)) return new Secret(text);
  throw new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: value.path,
    what: `should hold ${value.says}: 16 to 128 letters, digits, - or _; it holds something else.`,
    mend: `Remove it (rm '${value.path}') and run \`stead up\`: a new one is made and given to all who need it.`,
  });
};
