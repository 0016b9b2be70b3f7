import { SteadError } from "../kernel/errors.ts";
import type { Claim } from "../host/host.ts";
import { isRunning } from "./is-running.ts";
import { openSite, type OpenSite } from "./open-site.ts";

/** Each time another site was faster; they cannot all be. */
const TRIES = 20;

/**
 * Does work with ports that no other site of the machine chooses meanwhile: two that come up at the same moment would choose the same,
 * and of two name servers on one port both would seem well. The site is opened anew until its ports are its own. The caller
 * holds its lock. Throws PORT_TAKEN.
 */
export const withOwnPorts = async <T>(site: OpenSite, work: (site: OpenSite) => Promise<T>): Promise<T> => {
  // Its own processes have them.
  if (await isRunning(site)) return work(site);
  const { settled, claims } = await settle(site, TRIES);
  try {
    return await work(settled);
  } finally {
    await Promise.all(claims.map((claim) => claim.release()));
  }
};

const settle = async (
  site: OpenSite,
  tries: number,
): Promise<{ readonly settled: OpenSite; readonly claims: readonly Claim[] }> => {
  const answers = await Promise.all(
    [...site.hosts].map(([name, host]) => host.claimPorts?.(portsOf(site, name)) ?? Promise.resolve(free)),
  );
  const claims = answers.filter((claim) => claim !== undefined);
  if (claims.length === answers.length) return { settled: site, claims };
  await Promise.all(claims.map((claim) => claim.release()));
  if (tries === 0) throw crowded(site);
  const { folder, config, environment } = site;
  return settle(await openSite({ folder, config, environment }), tries - 1);
};

/** Where no other site chooses ports there is nothing to claim. */
const free: Claim = { release: () => Promise.resolve() };

const portsOf = ({ topology }: OpenSite, host: string): readonly number[] =>
  Object.values(topology.hosts[host]?.ports ?? {});

const crowded = ({ topology }: OpenSite): SteadError =>
  new SteadError({
    code: "PORT_TAKEN",
    where: "ports",
    what: `of ${topology.domain.unicode} were taken by other sites ${TRIES} times in a row.`,
    mend: "Name ports.http and ports.dns in stead.config.ts, or run the command again.",
  });
