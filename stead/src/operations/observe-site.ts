import { observe } from "../observe/observe.ts";
import type { HostState } from "../plan/host-state.ts";
import { currentRelease } from "../release/current-release.ts";
import type { OpenSite } from "./open-site.ts";

/** What each host of a site should have and has: what a plan is made from. Changes nothing. */
export const observeSite = (site: OpenSite): Promise<readonly HostState[]> =>
  Promise.all(
    [...site.hosts].map(async ([name, host]): Promise<HostState> => {
      const desired = site.desired.get(name) ?? [];
      const place = site.topology.hosts[name];
      if (!place) throw new TypeError(`The host ${name} has no place in the topology.`);
      const [observed, release] = await Promise.all([observe(host, place, desired), currentRelease(host, place)]);
      // On a server, paths are told whole: what lies where is not below one folder.
      const home = place.services === "supervisor" ? { home: host.where.home } : {};
      return { host: name, ...home, desired, observed: { ...observed, ...(release && { release }) } };
    }),
  );
