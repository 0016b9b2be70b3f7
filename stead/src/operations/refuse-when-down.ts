import { commandFor } from "../kernel/command-for.ts";
import { SteadError } from "../kernel/errors.ts";
import type { OpenSite } from "./open-site.ts";

/** Throws NOT_RUNNING when the site is not up: a release would have nobody to be shown by. */
export const refuseWhenDown = async (site: OpenSite): Promise<void> => {
  const units = (await Promise.all([...site.hosts.values()].map((host) => host.units.status()))).flat();
  if (units.some(({ pid }) => pid !== undefined)) return;
  throw new SteadError({
    code: "NOT_RUNNING",
    where: site.topology.domain.unicode,
    what: "is not up.",
    mend: `Run \`${commandFor("up", site.environment)}\`; it builds and starts the first release as well.`,
  });
};
