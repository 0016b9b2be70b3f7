import type { Host } from "../host/host.ts";
import { openLocalHost } from "../host/local/local-host.ts";
import { openBareHost } from "../host/memory/bare-host.ts";
import { openSshHost } from "../host/ssh/open-ssh-host.ts";
import { SteadError } from "../kernel/errors.ts";
import { plural } from "../kernel/text.ts";
import { authorityFiles } from "../lab/internet/authority.ts";
import { ACME_DIRECTORY } from "../lab/internet/places.ts";
import { isDomain, readDomain } from "../spec/domain.ts";
import { isDocumentationAddress } from "../spec/documentation-address.ts";
import type { Spec } from "../spec/spec.ts";
import { siteAccount } from "../topology/account.ts";
import type { LabAuthority } from "../topology/certificate.ts";
import type { HostName } from "../topology/topology.ts";
import { readFile } from "node:fs/promises";
import { openLab } from "./lab/open-lab.ts";
import type { LabWish } from "./lab/wanted-lab.ts";
import type { SiteWish } from "./open-site.ts";

type Server = NonNullable<Spec["settings"]["environments"][string]["servers"]>[string];

export interface OpenHosts {
  readonly hosts: ReadonlyMap<HostName, Host>;
  /** Sentences to know before anything is read from them. */
  readonly remarks: readonly string[];
  /** In a lab: who signs certificates there, and how to find the lab again. */
  readonly lab?: { readonly wish: LabWish; readonly authority: LabAuthority };
}

/**
 * The machines of a site's environment: this one for `local`; else its servers over SSH, or the lab's hosts that stand for them.
 * Connects to none yet. Throws USAGE, SPEC_INVALID, ADDRESS_UNREAL, and what the lab throws.
 */
export const openHosts = async (wish: SiteWish, folder: string, spec: Spec): Promise<OpenHosts> => {
  if (spec.environment === "local")
    return { hosts: new Map([["local", await openLocalHost({ folder })]]), remarks: [] };
  const servers = stayingServers(spec);
  const site = siteName(spec);
  return wish.lab === true ? labHosts(wish, spec, servers, site) : rentedHosts(wish, spec, servers, site);
};

/** The servers that the site is to be on. One, until the next version. */
const stayingServers = ({ environment, settings }: Spec): readonly (readonly [HostName, Server])[] => {
  const servers = Object.entries(settings.environments[environment]?.servers ?? {}).filter(([, one]) => !one.leaving);
  if (servers.length === 1) return servers;
  throw servers.length === 0 ? noServers(environment) : severalServers(environment, servers.length);
};

const siteName = ({ settings: { domain } }: Spec): string => {
  const read = readDomain(domain);
  return isDomain(read) ? read.ascii : domain;
};

/** Each by its name, which the lab's ssh configuration knows, keys and all. */
const labHosts = async (
  wish: SiteWish,
  { environment }: Spec,
  servers: readonly (readonly [HostName, Server])[],
  site: string,
): Promise<OpenHosts> => {
  const labWish = { folder: wish.folder, ...(wish.config && { config: wish.config }), environment };
  const { lab } = await openLab(labWish);
  const open = (name: HostName, { ssh: { user } = {} }: Server): Host =>
    openSshHost({
      name,
      address: name,
      config: lab.sshConfig,
      hostKeyAlias: name,
      site,
      account: siteAccount(site),
      ...(user === undefined ? {} : { user }),
    });
  const roots = await readFile(authorityFiles(lab).door, "utf8");
  return {
    hosts: new Map(servers.map(([name, server]) => [name, open(name, server)])),
    remarks: [],
    lab: { wish: labWish, authority: { directory: ACME_DIRECTORY, roots } },
  };
};

const rentedHosts = (
  { looks }: SiteWish,
  { environment }: Spec,
  servers: readonly (readonly [HostName, Server])[],
  site: string,
): OpenHosts => {
  const unreal = servers.flatMap(([name, server]) => {
    const addresses = addressesOf(server);
    if (addresses.length === 0) throw noAddress(environment, name);
    return addresses.filter(isDocumentationAddress).map((address) => ({ name, address }));
  });
  const [first] = unreal;
  if (first !== undefined && looks !== true) throw unrealAddress(environment, first.name, first.address);
  const bare = new Map(unreal.map(({ name, address }) => [name, address]));
  return {
    hosts: new Map(
      servers.map(([name, server]) => [
        name,
        bare.has(name) ? openBareHost(name, site) : rentedHost(name, server, site),
      ]),
    ),
    remarks: [...bare].map(
      ([name, address]) =>
        `${name} has an address of a documentation range (${address}), so it is taken for a server that is bare: Debian 12, two cores.`,
    ),
  };
};

const addressesOf = ({ address }: Server): readonly string[] => [address ?? []].flat();

const rentedHost = (name: HostName, server: Server, site: string): Host => {
  const { host, user, port } = server.ssh ?? {};
  return openSshHost({
    name,
    address: host ?? addressesOf(server)[0] ?? name,
    site,
    account: siteAccount(site),
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port }),
  });
};

const noServers = (environment: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: `environments.${environment}`,
    what: "has no servers, so there is nothing to act on.",
    mend: `Write environments: { ${environment}: { servers: { web1: { address: "203.0.113.7" } } } } in stead.config.ts.`,
  });

const severalServers = (environment: string, count: number): SteadError =>
  new SteadError({
    code: "USAGE",
    where: `environments.${environment}.servers`,
    what: `has ${plural(count, "server")}; this version of Stead runs a site on one.`,
    mend: "Leave one of them. A lab may have as many as you like: `stead lab up`.",
  });

const noAddress = (environment: string, name: HostName): SteadError =>
  new SteadError({
    code: "SPEC_INVALID",
    where: `environments.${environment}.servers.${name}.address`,
    what: "is missing, so nobody could reach the server.",
    mend: 'Write its public address: address: "203.0.113.7", or IPv4 and IPv6 in a list.',
  });

const unrealAddress = (environment: string, name: HostName, address: string): SteadError =>
  new SteadError({
    code: "ADDRESS_UNREAL",
    where: `environments.${environment}.servers.${name}.address`,
    what: `is ${address}, of a range that is for documentation: no machine has it.`,
    mend: `Write the address of a server that you rent, or practise on a lab: \`stead lab up ${environment}\`, and then this command with --lab.`,
  });
