import { isDomain, readDomain, type Domain } from "../spec/domain.ts";
import type { Spec } from "../spec/spec.ts";
import { engineAccounts, siteAccount, systemAccount } from "./account.ts";
import { databaseName } from "./database-name.ts";
import type { Facts } from "./facts.ts";
import { deriveNames } from "./names.ts";
import { choosePorts, serverPorts } from "./ports.ts";
import type { AppPlace, DatabasePlace, HostName, HostPlace, Paths, RoleName, Topology } from "./topology.ts";

/**
 * Decides who runs what, where: from a validated spec and the facts of each host, by name.
 * Throws PORT_TAKEN when a configured port is another's.
 */
export const deriveTopology = (spec: Spec, facts: Readonly<Record<HostName, Facts>>): Topology => {
  const { settings } = spec;
  const domain = domainOf(settings.domain);
  const app = appPlace(spec);
  return {
    site: domain.ascii,
    environment: spec.environment,
    domain,
    names: deriveNames({
      domain: domain.ascii,
      canonical: settings.canonical,
      aliases: settings.aliases.map((alias) =>
        typeof alias === "string"
          ? { name: domainOf(alias).ascii, serve: false }
          : { name: domainOf(alias.name).ascii, serve: true },
      ),
      local: spec.environment === "local",
      ipv6: Object.values(facts).some(({ ipv6 }) => ipv6),
    }),
    ...(app ? { app } : {}),
    ...(settings.app?.static === undefined ? {} : { static: { folder: settings.app.static } }),
    ...(settings.database ? { database: databasePlace(domain, settings.database) } : {}),
    hosts: Object.fromEntries(
      Object.entries(facts).map(([name, hostFacts]) => [name, hostPlace(spec, name, hostFacts)]),
    ),
    settings,
  };
};

/** A name that the schema has accepted, in both forms. */
const domainOf = (name: string): Domain => {
  const read = readDomain(name);
  return isDomain(read) ? read : { ascii: name, unicode: name };
};

const appPlace = ({ settings: { app } }: Spec): AppPlace | undefined =>
  app?.start === undefined
    ? undefined
    : {
        run: app.start,
        instances: app.instances,
        port: app.port,
        health: app.health,
        ...(app.sessionCookie === undefined ? {} : { sessionCookie: app.sessionCookie }),
      };

const databasePlace = (
  domain: Domain,
  wish: { readonly engine: "mariadb"; readonly name?: string | undefined },
): DatabasePlace => {
  const name = wish.name ?? databaseName(domain.ascii);
  return { engine: wish.engine, name, accounts: { app: name, migrate: `${name}_migrate` } };
};

const hostPlace = (spec: Spec, name: HostName, facts: Facts): HostPlace =>
  spec.environment === "local" ? localPlace(spec, name, facts) : serverPlace(spec, name, facts);

const localPlace = (spec: Spec, name: HostName, facts: Facts): HostPlace => ({
  name,
  roles: siteRoles(spec),
  facts,
  addresses: { v4: "127.0.0.1", ...(facts.ipv6 ? { v6: "::1" } : {}) },
  paths: localPaths(facts),
  ports: localPorts(spec, facts),
  ...(facts.operator.uid === 0 ? { account: systemAccount } : {}),
  services: "supervisor",
});

const serverPlace = (spec: Spec, name: HostName, facts: Facts): HostPlace => {
  const { ascii } = domainOf(spec.settings.domain);
  const roles = serverRoles(spec, name);
  const own = Object.entries(engineAccounts).filter(([role]) => roles.includes(role as RoleName));
  return {
    name,
    roles,
    facts,
    addresses: addressesOf(spec, name),
    paths: serverPaths(ascii),
    ports: serverPorts,
    account: siteAccount(ascii),
    accounts: Object.fromEntries(own),
    services: "systemd",
  };
};

/** Only an application sends mail: a static site must not change because its catcher's port went to another site. */
const localPorts = ({ settings }: Spec, facts: Facts): HostPlace["ports"] => {
  const { mail, ...others } = choosePorts(settings.ports, facts);
  return settings.app?.start === undefined ? others : { ...others, mail };
};

/** The roles that the site needs played. */
const siteRoles = ({ settings }: Spec): readonly RoleName[] => [
  "dns",
  "web",
  ...(settings.app?.start === undefined ? [] : (["app"] as const)),
  ...(settings.database ? (["database"] as const) : []),
];

const addressesOf = (spec: Spec, name: HostName): HostPlace["addresses"] => {
  const address = spec.settings.environments[spec.environment]?.servers?.[name]?.address ?? [];
  const all = typeof address === "string" ? [address] : address;
  const v4 = all.find((one) => !one.includes(":"));
  const v6 = all.find((one) => one.includes(":"));
  return { ...(v4 === undefined ? {} : { v4 }), ...(v6 === undefined ? {} : { v6 }) };
};

/** A server plays every role of the site, unless it is told which. */
const serverRoles = (spec: Spec, name: HostName): readonly RoleName[] => {
  const wished = spec.settings.environments[spec.environment]?.servers?.[name]?.roles;
  return siteRoles(spec).filter((role) => wished === undefined || wished.includes(role));
};

const localPaths = ({ home, run }: Facts): Paths => ({
  etc: `${home}/etc`,
  data: `${home}/data`,
  log: `${home}/log`,
  secrets: `${home}/secrets`,
  run,
  releases: `${home}/releases`,
  assets: `${home}/assets`,
  current: `${run}/current`,
});

/** Where administrators look for such things (FHS 3.0, 3.17, 5.8 and 5.10). */
const serverPaths = (site: string): Paths => ({
  etc: `/etc/stead/${site}`,
  data: `/var/lib/stead/${site}`,
  log: `/var/log/stead/${site}`,
  secrets: `/etc/stead/${site}/secrets`,
  run: `/run/stead/${site}`,
  releases: `/srv/stead/${site}/releases`,
  assets: `/srv/stead/${site}/assets`,
  current: `/run/stead/${site}/current`,
});
