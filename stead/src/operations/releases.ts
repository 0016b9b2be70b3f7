import { listReleases } from "../release/list-releases.ts";
import type { ReleaseInfo } from "../release/release.ts";
import type { OpenSite } from "./open-site.ts";
import { releaseMember } from "./release-member.ts";

/** The kept releases, newest first. */
export const releases = async (site: OpenSite): Promise<{ readonly releases: readonly ReleaseInfo[] }> => {
  const { host, place } = releaseMember(site);
  return { releases: await listReleases(host, place) };
};
