import type { Fault } from "../kernel/errors.ts";
import { isPlain } from "../kernel/is-plain.ts";
import { valueAt } from "./merge.ts";

/** What is wrong with the servers of each environment, taken together. Looks at the value as written. */
export const serverFaults = (value: unknown): readonly Fault[] => {
  const environments = valueAt(value, ["environments"]);
  return isPlain(environments) ? Object.keys(environments).flatMap((name) => faultsIn(value, name)) : [];
};

const faultsIn = (value: unknown, environment: string): readonly Fault[] => {
  const servers = valueAt(value, ["environments", environment, "servers"]);
  if (!isPlain(servers)) return [];
  const where = `environments.${environment}.servers`;
  return [...duplicates(servers, where), ...unplayedRoles(value, environment, servers, where)];
};

type Servers = Readonly<Record<string, unknown>>;

/** Two names for one machine would be made to be two. */
const duplicates = (servers: Servers, where: string): readonly Fault[] => {
  const seen = new Map<string, string>();
  return Object.keys(servers).flatMap((name) =>
    addressesOf(servers, name).flatMap((address): readonly Fault[] => {
      const other = seen.get(address);
      seen.set(address, other ?? name);
      if (other === undefined) return [];
      const whose = other === name ? "named twice" : `also that of ${other}`;
      return [
        {
          code: "SPEC_EXCLUDES",
          where: `${where}.${name}.address`,
          what: `has ${address}, which is ${whose}.`,
          mend: "Give each server its own.",
        },
      ];
    }),
  );
};

const addressesOf = (servers: Servers, name: string): readonly string[] =>
  [valueAt(servers, [name, "address"]) ?? []].flat().filter((one) => typeof one === "string");

/** A site whose every server says what it does may have forgotten something. */
const unplayedRoles = (value: unknown, environment: string, servers: Servers, where: string): readonly Fault[] => {
  const staying = Object.keys(servers).filter((name) => valueAt(servers, [name, "leaving"]) !== true);
  const played = staying.map((name) => valueAt(servers, [name, "roles"]));
  if (staying.length === 0 || played.some((roles) => !Array.isArray(roles))) return [];
  const missing = neededRoles(value, environment).filter((role) => !played.flat().includes(role));
  const [first = ""] = staying;
  const listed = (role: string): string =>
    [...rolesOf(servers, first), role].map((one) => `"${String(one)}"`).join(", ");
  return missing.map((role) => ({
    code: "SPEC_INVALID",
    where,
    what: `has no server with the role ${role}, which the site needs.`,
    mend: `Write roles: [${listed(role)}] for ${first}, or leave roles out: then it plays all.`,
  }));
};

const rolesOf = (servers: Servers, name: string): readonly unknown[] => {
  const roles = valueAt(servers, [name, "roles"]);
  return Array.isArray(roles) ? roles : [];
};

const isExternal = (value: unknown, environment: string): boolean =>
  (valueAt(value, ["environments", environment, "dns"]) ?? valueAt(value, ["dns"])) === "external";

const neededRoles = (value: unknown, environment: string): readonly string[] => {
  const has = (...path: readonly string[]): boolean =>
    valueAt(value, path) !== undefined || valueAt(value, ["environments", environment, ...path]) !== undefined;
  return [
    ...(isExternal(value, environment) ? [] : ["dns"]),
    "web",
    ...(has("app", "start") ? ["app"] : []),
    ...(has("database") ? ["database"] : []),
  ];
};
