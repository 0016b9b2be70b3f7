import { join } from "node:path";
import { clearCandidates } from "../apply/clear-candidates.ts";
import { withLock } from "../apply/lock.ts";
import { openLog, type ApplyLog } from "../apply/log.ts";
import type { Host } from "../host/host.ts";
import { sayDiskFull } from "../kernel/disk-full.ts";
import type { Report } from "../kernel/report.ts";
import { clearStrays } from "../release/clear-strays.ts";
import type { ReleaseContext } from "../release/release.ts";
import { audited } from "./audit/audited.ts";
import type { OpenSite } from "./open-site.ts";

/** How a verb tells its progress, and how it is asked to end. */
export interface Progress {
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Files that differ from the last commit may be released to servers. */
  readonly dirty?: boolean;
}

/** A verb that changes things, while it may: it has the lock, and what a killed one left is cleared. */
export interface AtWork extends Progress {
  readonly log: ApplyLog;
  /** What was cleared, as sentences; told already. */
  readonly cleared: readonly string[];
}

/**
 * Takes the lock of every host, clears what a killed verb left and says so, then does the verb's work, of which the hosts keep a line.
 * Throws LOCKED, DISK_FULL.
 */
export const atWork = <T>(
  site: OpenSite,
  verb: string,
  progress: Progress,
  work: (at: AtWork) => Promise<T>,
): Promise<T> =>
  withLock(lockedHosts(site, verb), { verb, site: site.topology.site }, () =>
    audited(site, verb, progress.report, async () => {
      const logs = logFolders(site).map((folder) => openLog(folder, verb));
      const log: ApplyLog = { boundary: (id, phase) => logs.forEach((one) => one.boundary(id, phase)) };
      const cleared = await clearLeftovers(site, releaseContext(site, { ...progress, log }));
      for (const says of cleared) progress.report({ kind: "line", says });
      return work({ ...progress, log, cleared });
    }),
  ).catch((error: unknown) => {
    throw sayDiskFull(error, site.folder);
  });

/** Two environments share this machine's cache of dependencies, so one at a time is built. */
const lockedHosts = ({ hosts, builder }: OpenSite, verb: string): readonly Host[] =>
  builder !== undefined && builds.includes(verb) ? [...hosts.values(), builder] : [...hosts.values()];

/** Verbs that may build a release. */
const builds: readonly string[] = ["up", "deploy"];

/** Where the steps are noted, so that a crash tells where it happened: on this machine, also for what is done to servers. */
const logFolders = ({ builder, environment, topology }: OpenSite): readonly string[] =>
  builder === undefined
    ? Object.values(topology.hosts).map(({ paths }) => paths.log)
    : [join(builder.where.home, "log", environment)];

/** What release/ needs of a site whose lock is held. */
export const releaseContext = (site: OpenSite, progress: Progress & { readonly log: ApplyLog }): ReleaseContext => {
  const { report, signal, log } = progress;
  const instances = instancesOf(site);
  return {
    site: site.topology,
    hosts: new Map([...site.hosts].filter(([name]) => instances.has(name))),
    instances,
    ...builderOf(site, progress.dirty ?? false),
    folder: site.folder,
    report,
    signal,
    log,
  };
};

/** Releases for servers are built on this machine, those of each environment in a folder of their own. */
export const builderOf = (
  { builder: host, environment, topology }: OpenSite,
  dirty: boolean,
): Pick<ReleaseContext, "builder"> => {
  const [place] = Object.values(topology.hosts);
  if (host === undefined || place === undefined) return {};
  const releases = join(host.where.home, "builds", environment);
  return { builder: { host, place: { ...place, paths: { ...place.paths, releases } }, dirty } };
};

/** What is to run of a release, by host. */
export const instancesOf = (site: Pick<OpenSite, "desired">): ReleaseContext["instances"] =>
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
