import type { Fault } from "../kernel/errors.ts";
import { isDomain, readDomain } from "./domain.ts";
import { isPlain } from "../kernel/is-plain.ts";
import { valueAt } from "./merge.ts";
import { serverFaults } from "./server-faults.ts";
import { showPath } from "./show-value.ts";

/**
 * Settings that are each right and together wrong. Looks at the value as written, so that these faults are told
 * together with the schema's, and so that a default never contradicts anybody.
 */
export const contradictionsIn = (value: unknown): readonly Fault[] => rules.flatMap((rule) => rule(value));

type Rule = (value: unknown) => readonly Fault[];

const excludes = (path: readonly PropertyKey[], what: string, mend: string): readonly Fault[] => [
  { code: "SPEC_EXCLUDES", where: showPath(path), what, mend },
];

const isSet = (value: unknown, path: readonly string[]): boolean => {
  const found = valueAt(value, path);
  return found !== undefined && !(isPlain(found) && Object.keys(found).length === 0);
};

const emptyApp: Rule = (value) =>
  isPlain(valueAt(value, ["app"])) && !isSet(value, ["app", "start"]) && !isSet(value, ["app", "static"])
    ? [
        {
          code: "SPEC_INVALID",
          where: "app",
          what: "has neither start nor static, so there is nothing to serve.",
          mend: 'Add start: "node server.js" for an application, or static: "public" for a folder of files.',
        },
      ]
    : [];

const needsStart = [
  ...[
    "migrate",
    "console",
    "instances",
    "health",
    "port",
    "sessionCookie",
    "env",
    "secrets",
    "data",
    "egress",
    "startTimeout",
    "drain",
    "stopTimeout",
    "watch",
  ].map((key) => ["app", key]),
  ["workers"],
  ["cron"],
];

const withoutStart: Rule = (value) =>
  isSet(value, ["app", "start"]) || !isSet(value, ["app", "static"])
    ? []
    : needsStart
        .filter((path) => isSet(value, path))
        .flatMap((path) =>
          excludes(
            path,
            "is set, but the site is static: without app.start no application runs.",
            `Add app.start, or take ${showPath(path)} out.`,
          ),
        );

const sourceAsStatic: Rule = (value) => {
  const folder = valueAt(value, ["app", "static"]);
  return isSet(value, ["app", "start"]) && typeof folder === "string" && /^\.?\/*$/u.test(folder)
    ? excludes(
        ["app", "static"],
        "is the whole folder, and app.start is set: the application's own source would be public.",
        'Move the public files into a folder of their own: static: "public".',
      )
    : [];
};

const doubleWww: Rule = (value) => {
  const domain = valueAt(value, ["domain"]);
  const www = typeof domain === "string" && domain.toLowerCase().startsWith("www.");
  return www && valueAt(value, ["canonical"]) !== "apex"
    ? excludes(
        ["domain"],
        `begins with www., and canonical is "www": visitors would end up on www.${domain}.`,
        `Write domain: "${domain.slice(4)}".`,
      )
    : [];
};

const ascii = (name: unknown): string | undefined => {
  const read = typeof name === "string" ? readDomain(name) : undefined;
  return read && isDomain(read) ? read.ascii : undefined;
};

const repeatedAliases: Rule = (value) => {
  const aliases = valueAt(value, ["aliases"]);
  if (!Array.isArray(aliases)) return [];
  const domain = ascii(valueAt(value, ["domain"]));
  const seen = new Map<string, string>(
    domain
      ? [
          [domain, "domain"],
          [`www.${domain}`, "domain"],
        ]
      : [],
  );
  return aliases.flatMap((alias: unknown, index) => {
    const name = ascii(isPlain(alias) ? alias["name"] : alias);
    const before = name === undefined ? undefined : seen.get(name);
    if (name !== undefined && before === undefined) seen.set(name, `aliases[${index}]`);
    return before === undefined
      ? []
      : excludes(["aliases", index], `is "${name}", which ${before} already covers.`, "Take it out.");
  });
};

const onePortForTwo: Rule = (value) => {
  const http = valueAt(value, ["ports", "http"]);
  return typeof http === "number" && http === valueAt(value, ["ports", "dns"])
    ? excludes(
        ["ports", "dns"],
        `is ${http}, as ports.http is: two engines cannot share a port.`,
        "Choose another, or take it out.",
      )
    : [];
};

const ownVariables = [
  { name: "PORT", when: () => true },
  { name: "STEAD_RELEASE", when: () => true },
  {
    name: "DATABASE_URL",
    when: (value: unknown) => isSet(value, ["database"]) || isPlain(valueAt(value, ["database"])),
  },
  { name: "DATA_DIR", when: (value: unknown) => valueAt(value, ["app", "data"]) === true },
];

const takenVariables: Rule = (value) =>
  ownVariables
    .filter(({ name, when }) => valueAt(value, ["app", "env", name]) !== undefined && when(value))
    .flatMap(({ name }) =>
      excludes(["app", "env", name], "is given by Stead itself.", `Take it out: the application gets ${name} anyway.`),
    );

/** The variables that `app.secrets` gives, with the place of each. */
const secretVariables = (value: unknown): readonly { readonly variable: string; readonly path: PropertyKey[] }[] => {
  const secrets = valueAt(value, ["app", "secrets"]);
  if (!Array.isArray(secrets)) return [];
  return secrets.flatMap((secret: unknown, index) => {
    const name = isPlain(secret) ? secret["name"] : secret;
    if (typeof name !== "string") return [];
    return [{ variable: isPlain(secret) ? `${name}_FILE` : name, path: ["app", "secrets", index] }];
  });
};

const takenBySecrets: Rule = (value) => {
  const given = new Set([
    ...ownVariables.filter(({ when }) => when(value)).map(({ name }) => name),
    "PATH",
    "NODE_ENV",
  ]);
  const seen = new Set<string>();
  return secretVariables(value).flatMap(({ variable, path }) => {
    const twice = seen.has(variable);
    seen.add(variable);
    if (twice) return excludes(path, `gives ${variable} a second time.`, "Take it out.");
    if (given.has(variable))
      return excludes(path, `is ${variable}, which Stead gives itself.`, "Choose another name for it.");
    return valueAt(value, ["app", "env", variable]) === undefined
      ? []
      : excludes(
          path,
          `is ${variable}, which app.env gives as well.`,
          `Take ${variable} out of app.env: a secret does not stand in stead.config.ts.`,
        );
  });
};

/** `local` is this machine, whatever stands there: servers under that name would never be reached, and nobody would hear of it. */
const serversOfLocal: Rule = (value) =>
  isSet(value, ["environments", "local", "servers"])
    ? excludes(
        ["environments", "local", "servers"],
        "names servers, but local is always this machine.",
        'Give them an environment of their own: environments: { production: { servers: { web1: { address: "203.0.113.7" } } } }.',
      )
    : [];

const rules: readonly Rule[] = [
  emptyApp,
  withoutStart,
  sourceAsStatic,
  doubleWww,
  repeatedAliases,
  onePortForTwo,
  takenVariables,
  takenBySecrets,
  serversOfLocal,
  serverFaults,
];
