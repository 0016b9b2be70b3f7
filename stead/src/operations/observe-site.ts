import { observe } from "../observe/observe.ts";
import type { HostState } from "../plan/host-state.ts";
import { currentRelease } from "../release/current-release.ts";
import { storedVersions } from "../release/secrets/stored-secrets.ts";
import { instancesOf } from "./at-work.ts";
import type { OpenSite } from "./open-site.ts";

/** What each host of a site should have and has: what a plan is made from. Changes nothing. */
export const observeSite = (site: OpenSite): Promise<readonly HostState[]> => {
  const wanted = instancesOf(site);
  return Promise.all(
    [...site.hosts].map(async ([name, host]): Promise<HostState> => {
      const desired = site.desired.get(name) ?? [];
      const place = site.topology.hosts[name];
      if (!place) throw new TypeError(`The host ${name} has no place in the topology.`);
      const instances = wanted.get(name);
      const [observed, release, secrets] = await Promise.all([
        observe(host, place, desired),
        currentRelease(host, place),
        instances && storedVersions({ host, place, instances }),
      ]);
      // On a server, paths are told whole: what lies where is not below one folder.
      const home = place.services === "supervisor" ? { home: host.where.home } : {};
      const known = { ...observed, ...(release && { release }), ...(secrets && { secrets }) };
      return { host: name, site: site.topology.site, ...home, desired, observed: known };
    }),
  );
};
