import type { Host, Upgradable, Upgrade } from "../../host/host.ts";
import type { HostName } from "../../topology/topology.ts";
import type { Unit } from "../../state/vocabulary.ts";
import { observeSite } from "../observe-site.ts";
import type { OpenSite } from "../open-site.ts";
import { restartOf, wantedRestart, type Restart } from "./restart-of.ts";
import { runningOld, type RunningOld } from "./running-old.ts";

/** What patching would do, as plain data. */
export interface PatchPlan {
  readonly hosts: readonly HostPatch[];
}

export interface HostPatch {
  readonly host: HostName;
  readonly packages: readonly Upgrade[];
  /** Names of packages that stay as they are. */
  readonly keptBack: readonly string[];
  /** Engines that are started anew, in this order, and what each interrupts. */
  readonly restarts: readonly EngineRestart[];
  /** The application's processes are replaced by new ones, without a failed request. */
  readonly replaces: boolean;
  /** Other sites of the same server, which notice a restart as well. */
  readonly neighbours: readonly string[];
  /** The whole server is restarted: everything on it is away meanwhile. */
  readonly restart?: Restart;
}

export interface EngineRestart {
  readonly unit: string;
  readonly says: string;
  /** "requests for about 0.3 s"; "nothing". */
  readonly disrupts: string;
  /** The server's other sites run by it as well. */
  readonly shared?: true;
}

/** Whether the whole server is restarted: when it needs it, in any case, or not now. */
export type RestartWish = "needed" | "always" | "never";

/** What an upgrade of a host would bring and interrupt. */
export const planPatch = async (
  site: OpenSite,
  host: Host,
  wish: RestartWish,
  { packages, keptBack }: Upgradable,
): Promise<HostPatch> => {
  const [old, needed, observed] = await Promise.all([
    runningOld(
      host,
      packages.map(({ name }) => name),
    ),
    restartOf(host, packages),
    observeSite(site),
  ]);
  const neighbours = observed.find((state) => state.host === host.name)?.observed.neighbours ?? [];
  const restart =
    wish === "never" ? undefined : (needed ?? (wish === "always" ? await wantedRestart(host) : undefined));
  return {
    ...hostPatch(site, host.name, old),
    packages,
    keptBack,
    neighbours: neighbours.map((one) => one.site),
    ...(restart && { restart }),
  };
};

/** Which of a host's own units run what was, or will be, replaced. */
export const hostPatch = (
  site: Pick<OpenSite, "desired">,
  host: HostName,
  { units }: RunningOld,
): Pick<HostPatch, "host" | "restarts" | "replaces"> => {
  const engines = enginesOn(site, host).filter(({ name }) => units.includes(name));
  const restarts = engines.map(({ name, says, disrupts, shared }) => ({
    unit: name,
    says,
    disrupts,
    ...(shared && { shared }),
  }));
  // What is no engine is of the release.
  return { host, restarts, replaces: units.some((unit) => !enginesOn(site, host).some(({ name }) => name === unit)) };
};

/** In the order in which they depend on each other, as they are desired. */
export const enginesOn = ({ desired }: Pick<OpenSite, "desired">, host: HostName): readonly Unit[] =>
  (desired.get(host) ?? []).filter((value) => value.kind === "unit");

export const changesNothing = ({ packages, restarts, replaces, restart }: HostPatch): boolean =>
  packages.length === 0 && restarts.length === 0 && !replaces && restart === undefined;
