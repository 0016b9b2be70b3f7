import { refuse, type Fault } from "../../kernel/errors.ts";
import { missingSecrets, storedVersions } from "../../release/secrets/stored-secrets.ts";
import { instancesOf } from "../at-work.ts";
import type { OpenSite } from "../open-site.ts";

type Site = Pick<OpenSite, "topology" | "hosts" | "desired">;

/** A fault for each secret that the application wants and nobody set yet, on each host. Touches nothing. */
export const lackingSecrets = async (site: Site): Promise<readonly Fault[]> => {
  const { hosts, topology } = site;
  const faults = [...instancesOf(site)].map(async ([name, instances]) => {
    const [host, place] = [hosts.get(name), topology.hosts[name]];
    if (!host || !place || instances.secrets === undefined) return [];
    const stored = (await storedVersions({ host, place, instances })) ?? {};
    return missingSecrets(instances.secrets, stored, name, topology.environment);
  });
  return (await Promise.all(faults)).flat();
};

/** Throws SECRET_MISSING with all of them. */
export const refuseMissingSecrets = async (site: Site): Promise<void> => refuse(await lackingSecrets(site));
