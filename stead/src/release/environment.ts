import { delimiter, join } from "node:path";
import { SteadError } from "../kernel/errors.ts";
import { fillText, secretsIn } from "../state/text.ts";
import type { Text } from "../state/vocabulary.ts";
import type { Member } from "./fleet.ts";
import type { ReleaseRecord } from "./record.ts";
import { secretVariables } from "./secrets/secret-variables.ts";

/** The environment of the application's processes, secrets filled in; `migrate` has an account of its own. */
export const environmentOf = async (
  member: Member,
  record: ReleaseRecord,
  kind: "app" | "migrate" = "app",
): Promise<Readonly<Record<string, string>>> => {
  const { instances } = member;
  const wanted = kind === "app" ? instances.environment : instances.migrateEnvironment;
  const [filled, secrets] = await Promise.all([fill(member, wanted), secretVariables(member)]);
  return { NODE_ENV: "production", ...filled, ...secrets, STEAD_RELEASE: record.id, PATH: searchPath(member, record) };
};

/** The application's folder inside a release. */
export const applicationFolder = ({ place }: Pick<Member, "place">, record: ReleaseRecord): string =>
  join(place.paths.releases, record.id, "app", record.folder);

/** The release's own Node first, so that `node` in a command is the pinned one. */
const searchPath = (member: Member, record: ReleaseRecord): string => {
  const release = join(member.place.paths.releases, record.id);
  const tools = [applicationFolder(member, record), join(release, "app")].map((folder) =>
    join(folder, "node_modules/.bin"),
  );
  return [release, ...new Set(tools), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"].join(delimiter);
};

const fill = async (
  { host, place }: Member,
  wanted: Readonly<Record<string, Text>>,
): Promise<Readonly<Record<string, string>>> => {
  const names = [...new Set(Object.values(wanted).flatMap(secretsIn))];
  const secrets = new Map(
    await Promise.all(names.map(async (name) => [name, await readSecret({ host, place }, name)] as const)),
  );
  return Object.fromEntries(
    Object.entries(wanted).map(([key, text]) => [key, fillText(text, (name) => secrets.get(name)) ?? ""]),
  );
};

const readSecret = async ({ host, place }: Pick<Member, "host" | "place">, name: string): Promise<string> => {
  const path = join(place.paths.secrets, name);
  const bytes = await host.files.read(path);
  if (bytes !== undefined) return new TextDecoder().decode(bytes).trimEnd();
  throw new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: path,
    what: "The application needs this secret, but it is not there.",
    mend: "Run `stead up`, which makes it.",
  });
};
