import { secretsIn } from "../state/text.ts";
import type { DesiredState, Text, Value } from "../state/vocabulary.ts";

/** A value in the graph that the plan's order comes from. */
export interface Node {
  /** `HOST/ID`. */
  readonly key: string;
  readonly host: string;
  readonly value: Value;
  /** Keys of the values that must be so before. */
  readonly needs: readonly string[];
}

/**
 * The nodes of one host. What a value needs without saying so is added: the folder its path lies in, the account it
 * belongs to, the secrets in its text, the files whose change its process takes in.
 */
export const needsOf = (host: string, desired: DesiredState): readonly Node[] => {
  const ids = new Set(desired.map(({ id }) => id));
  const index = indexOf(desired);
  return desired.map((value) => ({
    key: `${host}/${value.id}`,
    host,
    value,
    needs: [
      ...new Set([
        ...(value.needs ?? []).map((need) => (ids.has(need) ? `${host}/${need}` : need)),
        ...silentNeeds(value, index)
          .filter((id) => id !== value.id)
          .map((id) => `${host}/${id}`),
      ]),
    ],
  }));
};

/** Ids by what other values name: folders by path, users by name, secrets by name. */
interface Index {
  readonly ids: ReadonlySet<string>;
  readonly folders: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, string>;
}

const indexOf = (desired: DesiredState): Index => ({
  ids: new Set(desired.map(({ id }) => id)),
  folders: new Map(desired.flatMap((value) => (value.kind === "folder" ? [[value.path, value.id]] : []))),
  users: new Map(desired.flatMap((value) => (value.kind === "user" ? [[value.name, value.id]] : []))),
  secrets: new Map(desired.flatMap((value) => (value.kind === "secret" ? [[value.name, value.id]] : []))),
});

const silentNeeds = (value: Value, index: Index): readonly string[] => [
  ...("path" in value ? foldersAbove(value.path, index) : []),
  ...accountsOf(value).flatMap((account) => index.users.get(account) ?? []),
  ...textsOf(value)
    .flatMap(secretsIn)
    .flatMap((name) => index.secrets.get(name) ?? []),
  ...watchedBy(value).filter((id) => index.ids.has(id)),
];

const foldersAbove = (path: string, index: Index): readonly string[] => {
  const above = path.slice(0, path.lastIndexOf("/"));
  if (above === "") return [];
  const id = index.folders.get(above);
  return id === undefined ? foldersAbove(above, index) : [id];
};

const accountsOf = (value: Value): readonly string[] => {
  const commands = value.kind === "ensure" ? [value.check.account, value.make.account] : [];
  return [...commands, "account" in value ? value.account : undefined].filter((account) => account !== undefined);
};

const textsOf = (value: Value): readonly Text[] => {
  if (value.kind === "file") return [value.content];
  if (value.kind === "ensure") return [value.check.stdin ?? "", value.make.stdin ?? ""];
  if (value.kind !== "instances") return [];
  return [...Object.values(value.environment), ...Object.values(value.migrateEnvironment)];
};

const watchedBy = (value: Value): readonly string[] => {
  if (value.kind === "ensure") return [...(value.remakeOn ?? []), ...(value.verify?.files ?? [])];
  if (value.kind !== "unit") return [];
  return [...(value.reloadOn ?? []), ...(value.restartOn ?? []), ...(value.verify?.files ?? [])];
};
