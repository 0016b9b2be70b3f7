import { coreShape } from "../spec/core.ts";
import { settingsOf } from "../spec/settings-of.ts";
import type { OpenSite } from "./open-site.ts";
import { run, type RunOutcome } from "./run.ts";

/**
 * What `app.console` names, or a shell, in the serving release as `run` would start it. Throws RELEASE_NOT_FOUND before the first
 * release.
 */
export const openConsole = (site: OpenSite): Promise<RunOutcome> => {
  const command = settingsOf(site.topology, coreShape).app?.console;
  if (command !== undefined) return run(site, ["/bin/sh", "-c", command]);
  // bash is essential to Debian; nobody's own settings of it belong to a release. Whoever has two of them open sees which is which.
  const prompt = `${site.topology.domain.ascii} ${site.environment}:\\W$ `;
  return run(site, ["/bin/bash", "--noprofile", "--norc"], { PS1: prompt });
};
