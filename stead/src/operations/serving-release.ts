import { currentRelease } from "../release/current-release.ts";
import type { OpenSite } from "./open-site.ts";

/** The id of the release that serves, of the first host that has one; undefined: none does. */
export const servingRelease = async (site: OpenSite): Promise<string | undefined> => {
  const found = await Promise.all(
    [...site.hosts].map(async ([name, host]) => {
      const place = site.topology.hosts[name];
      return place && currentRelease(host, place);
    }),
  );
  return found.find((release) => release !== undefined)?.id;
};
