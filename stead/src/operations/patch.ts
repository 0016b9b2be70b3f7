import type { Ground } from "../apply/ground.ts";
import type { Host } from "../host/host.ts";
import { commandFor } from "../kernel/command-for.ts";
import { SteadError } from "../kernel/errors.ts";
import { plural } from "../kernel/text.ts";
import { planFor } from "../plan/plan-for.ts";
import { switchInstances } from "../release/switch-instances.ts";
import { atWork, releaseContext, type AtWork, type Progress } from "./at-work.ts";
import type { Finding } from "./doctor/finding.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";
import {
  changesNothing,
  enginesOn,
  planPatch,
  type HostPatch,
  type PatchPlan,
  type RestartWish,
} from "./patch/patch-plan.ts";
import { complaintsOf } from "./patch/prove-site.ts";
import { proveAll } from "./patch/prove-all.ts";
import { restartEngines, tryEngines } from "./patch/restart-engines.ts";
import { restartServer } from "./patch/restart-server.ts";
import { runningOld } from "./patch/running-old.ts";
import { saying } from "./patch/saying.ts";
import { upgradeHost } from "./patch/upgrade-host.ts";

export interface PatchOptions {
  readonly restart: RestartWish;
  /** Asked with the plan before anything is changed; throws when it is not to be. */
  readonly agree: (plan: PatchPlan) => Promise<void>;
}

export interface PatchResult extends PatchPlan {
  /** What was wrong before and still is, as sentences. */
  readonly wrongBefore: readonly string[];
  /** Services of others that run what was replaced, by host: a restart of each, or of the server, ends that. */
  readonly outdated: Readonly<Record<string, readonly string[]>>;
}

/**
 * Upgrades the packages of every server, one server after the other, starts anew what runs the old ones, engine by engine, and restarts a
 * server that needs it; everything must answer afterwards as it did before. Throws USAGE on `local`, PATCH_FAILED, PATCH_UNPROVED.
 */
export const patch = async (site: OpenSite, options: PatchOptions, progress: Progress): Promise<PatchResult> => {
  if (site.environment === "local") throw ofTheOperator();
  const { plan, before } = await atWork(site, "patch", progress, (at) => patchAll(site, options, at));
  for (const { host: name, restart } of plan.hosts) {
    const host = site.hosts.get(name);
    if (!host || !restart) continue;
    progress.signal.throwIfAborted();
    const words = {
      step: `${name}/restart`,
      says: `Restarting ${name}`,
      ended: `Restarted ${name}: it is there again`,
    };
    await saying(progress.report, words, () => restartServer(host, progress.signal));
  }
  const wrongBefore = await proveAll(site, before, progress);
  const outdated = await Promise.all(
    [...site.hosts].map(async ([name, host]) => [name, (await runningOld(host)).others] as const),
  );
  return { ...plan, wrongBefore, outdated: Object.fromEntries(outdated.filter(([, others]) => others.length > 0)) };
};

/** What `patch` would do now. Reads the lists of packages anew, and changes none. Throws USAGE on `local`. */
export const lookAtPatch = async (site: OpenSite, restart: RestartWish, { report }: Progress): Promise<PatchPlan> => {
  if (site.environment === "local") throw ofTheOperator();
  const hosts = [];
  for (const [name, host] of site.hosts) {
    const words = { step: `${name}/look`, says: `Looking what ${name} lacks`, ended: `Looked what ${name} lacks` };
    hosts.push(await saying(report, words, (say) => lookAt(site, host, restart, say)));
  }
  return { hosts: hosts.filter((one) => !changesNothing(one) || one.keptBack.length > 0) };
};

interface Patched {
  readonly plan: PatchPlan;
  /** What was wrong before anything was touched, by host. */
  readonly before: ReadonlyMap<string, readonly Finding[]>;
}

const patchAll = async (site: OpenSite, { restart, agree }: PatchOptions, at: AtWork): Promise<Patched> => {
  await refuseHalfUp(site);
  const plan = await lookAtPatch(site, restart, at);
  const before = new Map<string, readonly Finding[]>();
  for (const [name, host] of site.hosts) before.set(name, await complaintsOf(site, host));
  await agree(plan);
  for (const wanted of plan.hosts) {
    const host = site.hosts.get(wanted.host);
    if (host && !changesNothing(wanted))
      await patchHost(site, host, wanted, { at, before: before.get(wanted.host) ?? [] });
  }
  return { plan, before };
};

const lookAt = async (
  site: OpenSite,
  host: Host,
  restart: RestartWish,
  say: (line: string) => void,
): Promise<HostPatch> => planPatch(site, host, restart, (await host.packages.upgradable?.(say)) ?? nothing);

const nothing = { packages: [], keptBack: [] };

/** What the operator has agreed to, and no more: what else turns out to run the old programs is told at the end. */
const patchHost = async (
  site: OpenSite,
  host: Host,
  wanted: HostPatch,
  { at, before }: { readonly at: AtWork; readonly before: readonly Finding[] },
): Promise<void> => {
  const { length } = wanted.packages;
  const words = {
    step: `${host.name}/upgrade`,
    says: `Upgrading ${plural(length, "package")}`,
    ended: `Upgraded ${plural(length, "package")}`,
  };
  if (length > 0) await saying(at.report, words, (say) => upgradeHost(site, host, before, say));
  at.signal.throwIfAborted();
  const ground = await groundOf(site, at);
  const engines = enginesOn(site, host.name);
  // A restart of the server starts every one of them.
  const old = wanted.restart
    ? engines
    : engines.filter(({ name }) => wanted.restarts.some(({ unit }) => unit === name));
  await tryEngines(host, old, ground);
  if (wanted.restart) return;
  const { units } = await runningOld(host);
  await restartEngines(
    site,
    host,
    old.filter(({ name }) => units.includes(name)),
    { ground, before },
  );
  if (wanted.replaces) await switchInstances(releaseContext(site, at));
};

const groundOf = async (site: OpenSite, at: AtWork): Promise<Ground> => ({
  site: site.topology,
  folder: site.folder,
  hosts: site.hosts,
  states: await observeSite(site),
  report: at.report,
  signal: at.signal,
  log: at.log,
});

/** A process that is started anew reads what stands there now: what `up` has yet to do would be taken in by halves. */
const refuseHalfUp = async (site: OpenSite): Promise<void> => {
  const { length } = planFor(await observeSite(site)).changes;
  if (length === 0) return;
  throw new SteadError({
    code: "USAGE",
    where: `the environment ${site.environment}`,
    what: `is not what stead.config.ts says yet (${plural(length, "change")}), and what is restarted would take that in by halves.`,
    mend: `\`${commandFor("up", site.environment)}\` first; \`${commandFor("plan", site.environment)}\` shows what it does.`,
  });
};

const ofTheOperator = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead patch",
    what: "is for servers: the packages of this machine are yours.",
    mend: "Name an environment with servers, such as `stead patch production`. Here: sudo apt-get upgrade, then `stead up`.",
  });
