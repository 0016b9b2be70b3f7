import { coreShape } from "../spec/core.ts";
import { settingsOf } from "../spec/settings-of.ts";
import type { OpenSite } from "./open-site.ts";
import { runInRelease, type RunOutcome } from "./run.ts";

/**
 * What `app.console` names, or a shell, in the serving release as `run` would start it. Throws RELEASE_NOT_FOUND before the first
 * release.
 */
export const openConsole = (site: OpenSite): Promise<RunOutcome> => {
  const command = settingsOf(site.topology, coreShape).app?.console;
  const audited = "console";
  if (command !== undefined) return runInRelease(site, { command: ["/bin/sh", "-c", command], audited });
  // bash is essential to Debian; nobody's own settings of it belong to a release. Whoever has two of them open sees which is which.
  const prompt = `${site.topology.domain.ascii} ${site.environment}:\\W$ `;
  return runInRelease(site, { command: ["/bin/bash", "--noprofile", "--norc"], audited, further: { PS1: prompt } });
};
