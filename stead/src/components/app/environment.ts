import type { CoreSettings } from "../../spec/core.ts";
import type { SecretWish } from "../../spec/secret-list.ts";
import type { Instances, Text } from "../../state/vocabulary.ts";
import { databaseSecrets, databaseSocket } from "../../topology/database-access.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { dataFolder } from "./paths.ts";

/**
 * What the application finds in its environment, by the contract of docs/reference/application.md. PORT and
 * STEAD_RELEASE come from the release: they differ from instance to instance. The author's own variables come first, so
 * that none of them can take the place of one of these.
 */
export const environmentFor = (
  site: Topology,
  place: HostPlace,
  settings: CoreSettings,
  as: "app" | "migrate",
): Readonly<Record<string, Text>> => ({
  ...settings.app?.env,
  ...(site.database && { DATABASE_URL: databaseUrl(place, site.database, as) }),
  ...(settings.app?.data === true && { DATA_DIR: dataFolder(place) }),
  ...(site.app && place.ports.mail !== undefined && { SMTP_URL: `smtp://127.0.0.1:${place.ports.mail}` }),
});

/**
 * The secrets that the application wants of the operator. On `local` mail has a catcher, whose address takes the place of a relay
 * with its password.
 */
export const secretsFor = (
  { ports }: HostPlace,
  wished: readonly SecretWish[] | undefined,
): Pick<Instances, "secrets"> => {
  const all = (wished ?? []).map((wish) =>
    typeof wish === "string" ? { name: wish, as: "env" as const } : { name: wish.name, as: wish.as },
  );
  const secrets = all.filter(({ name }) => name !== "SMTP_URL" || ports.mail === undefined);
  return secrets.length === 0 ? {} : { secrets };
};

/** `mysql://user:password@localhost/database?socketPath=/…`, as mysql2 and others read it. */
const databaseUrl = (place: HostPlace, database: NonNullable<Topology["database"]>, as: "app" | "migrate"): Text => [
  `mysql://${database.accounts[as]}:`,
  { secret: databaseSecrets[as] },
  `@localhost/${database.name}?socketPath=${inQuery(databaseSocket(place))}`,
];

/** A slash may stand in a query as it is (RFC 3986, 3.4), and reads better. */
const inQuery = (path: string): string => encodeURIComponent(path).replaceAll("%2F", "/");
