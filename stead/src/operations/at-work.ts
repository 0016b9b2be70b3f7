import { clearCandidates } from "../apply/clear-candidates.ts";
import { withLock } from "../apply/lock.ts";
import { openLog, type ApplyLog } from "../apply/log.ts";
import { sayDiskFull } from "../kernel/disk-full.ts";
import type { Report } from "../kernel/report.ts";
import { clearStrays } from "../release/clear-strays.ts";
import type { ReleaseContext } from "../release/release.ts";
import type { OpenSite } from "./open-site.ts";

/** How a verb tells its progress, and how it is asked to end. */
export interface Progress {
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** A verb that changes things, while it may: it has the lock, and what a killed one left is cleared. */
export interface AtWork extends Progress {
  readonly log: ApplyLog;
  /** What was cleared, as sentences; told already. */
  readonly cleared: readonly string[];
}

/** Takes the lock of every host, clears what a killed verb left and says so, then does the verb's work. Throws LOCKED, DISK_FULL. */
export const atWork = <T>(
  site: OpenSite,
  verb: string,
  progress: Progress,
  work: (at: AtWork) => Promise<T>,
): Promise<T> =>
  withLock(site.hosts.values(), verb, async () => {
    const logs = Object.values(site.topology.hosts).map(({ paths }) => openLog(paths.log, verb));
    const log: ApplyLog = { boundary: (id, phase) => logs.forEach((one) => one.boundary(id, phase)) };
    const cleared = await clearLeftovers(site, releaseContext(site, { ...progress, log }));
    for (const says of cleared) progress.report({ kind: "line", says });
    return work({ ...progress, log, cleared });
  }).catch((error: unknown) => {
    throw sayDiskFull(error, site.folder);
  });

/** What release/ needs of a site whose lock is held. */
export const releaseContext = (
  site: OpenSite,
  { report, signal, log }: Progress & { readonly log: ApplyLog },
): ReleaseContext => {
  const instances = instancesOf(site);
  return {
    site: site.topology,
    hosts: new Map([...site.hosts].filter(([name]) => instances.has(name))),
    instances,
    folder: site.folder,
    report,
    signal,
    log,
  };
};

/** What is to run of a release, by host. */
export const instancesOf = (site: OpenSite): ReleaseContext["instances"] =>
  new Map(
    [...site.desired].flatMap(([name, values]) =>
      values.flatMap((value) => (value.kind === "instances" ? [[name, value] as const] : [])),
    ),
  );

const clearLeftovers = async (site: OpenSite, context: ReleaseContext): Promise<readonly string[]> => {
  const adopted = await Promise.all([...site.hosts.values()].map((host) => host.units.adopt()));
  const candidates = await Promise.all(
    [...site.hosts].flatMap(([name, host]) => {
      const place = site.topology.hosts[name];
      return place ? [clearCandidates(host, place, site.desired.get(name) ?? [])] : [];
    }),
  );
  return [...adopted.flat(), ...candidates.flat(), ...(await clearStrays(context))];
};
