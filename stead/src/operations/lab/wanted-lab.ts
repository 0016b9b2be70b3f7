import { realpathSync } from "node:fs";
import type { z } from "zod";
import { siteSchema } from "../../components/registry.ts";
import { refuse, SteadError, type Fault } from "../../kernel/errors.ts";
import type { Delegation } from "../../lab/internet/delegation.ts";
import { labOf, type Lab, type LabServer } from "../../lab/lab.ts";
import { isDomain, readDomain } from "../../spec/domain.ts";
import { parseSpec } from "../../spec/parse.ts";
import type { Spec } from "../../spec/spec.ts";
import { nameServerName } from "../../topology/name-servers.ts";
import { onlyEnvironment } from "../only-environment.ts";
import { readConfig } from "../read-config.ts";
import { packagesOf } from "./packages.ts";

/** How a lab is named on the command line: by its site, and its environment where the site has several. */
export interface LabWish {
  readonly folder: string;
  readonly config?: string;
  readonly environment?: string;
  /** Its hosts come with the packages that the site needs, instead of bare. */
  readonly withPackages?: boolean;
}

/** A lab as the spec wants it. */
export interface WantedLab {
  readonly lab: Lab;
  readonly environment: string;
  readonly folder: string;
  readonly servers: readonly LabServer[];
  /** What the zone above the domain says about it. */
  readonly delegation: Delegation;
}

/** A rented server of the oldest release that Stead serves, unless the spec says otherwise. */
const DEBIAN = 12;

/** Reads what lab a site's environment wants. Throws the faults of the spec, and USAGE when it has no servers. */
export const wantedLab = async (wish: LabWish): Promise<WantedLab> => {
  const { folder, value } = await readConfig(wish);
  const environment = wish.environment ?? onlyEnvironment(value, "stead lab up");
  const spec = parseSpec(value, environment, siteSchema as z.ZodObject);
  const servers = spec.settings.environments[environment]?.servers ?? {};
  if (Object.keys(servers).length === 0) throw noServers(environment);
  const packages = wish.withPackages === true ? await packagesOf(spec) : undefined;
  const wanted = Object.entries(servers).map(([name, server]) => ({
    name,
    addresses: [server.address ?? []].flat(),
    debian: server.debian ?? DEBIAN,
    ...(server.memory === undefined ? {} : { memory: bytesOf(server.memory) }),
    ...(packages ? { packages: packages.get(name) ?? [] } : {}),
  }));
  refuse(addressFaults(environment, wanted));
  const real = realpathSync(folder);
  return {
    lab: labOf(real, environment),
    environment,
    folder: real,
    servers: wanted,
    delegation: delegationOf(spec, environment),
  };
};

/** `512m`, `2g`. */
const bytesOf = (memory: string): number =>
  Number.parseInt(memory, 10) * (memory.endsWith("g") ? 1024 ** 3 : 1024 ** 2);

/** What the site's owner would type at the registrar: the servers that are name servers, and no DS yet. */
const delegationOf = ({ settings }: Spec, environment: string): Delegation => {
  const read = readDomain(settings.domain);
  const domain = isDomain(read) ? read.ascii : settings.domain;
  const servers = Object.values(settings.environments[environment]?.servers ?? {});
  const nameServers = servers.filter(({ roles }) => roles === undefined || roles.includes("dns"));
  return {
    domain,
    nameServers: nameServers.map(({ address }, index) => ({
      name: `${nameServerName(index)}.${domain}`,
      addresses: [address ?? []].flat(),
    })),
    ds: [],
  };
};

const noServers = (environment: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: `environments.${environment}`,
    what: "has no servers, so there is nothing to make a lab of.",
    mend: `Write environments: { ${environment}: { servers: { web1: { address: "203.0.113.7" } } } } in stead.config.ts.`,
  });

/** Every host of a lab needs an address of its own. */
const addressFaults = (environment: string, servers: readonly LabServer[]): readonly Fault[] =>
  servers.flatMap(({ name, addresses }) => {
    const where = `environments.${environment}.servers.${name}.address`;
    const example = 'Write one of a documentation range (address: "203.0.113.7") or of a private one ("10.0.0.7").';
    if (addresses.length === 0)
      return [{ code: "SPEC_INVALID" as const, where, what: "is missing; a host of a lab needs one.", mend: example }];
    const other = servers.find(
      (server) => server.name !== name && server.addresses.some((one) => addresses.includes(one)),
    );
    return other
      ? [
          {
            code: "SPEC_INVALID" as const,
            where,
            what: `is also that of ${other.name}.`,
            mend: "Give each server its own.",
          },
        ]
      : [];
  });
