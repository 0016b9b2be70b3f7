import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { components } from "../components/registry.ts";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Report } from "../kernel/report.ts";
import type { HostName, HostPlace, Topology } from "../topology/topology.ts";
import { audited, unheard } from "./audit/audited.ts";

/** Who turned it on, when (ISO 8601), and why: the content of `etc/maintenance`, whose presence turns it on. */
export interface Maintenance {
  readonly by: string;
  readonly since: string;
  readonly why?: string;
}

export interface MaintenanceResult {
  readonly on: boolean;
  /** Whether this call made the difference. */
  readonly changed: boolean;
  readonly maintenance?: Maintenance;
}

interface MaintainedSite {
  readonly hosts: ReadonlyMap<HostName, Host>;
  readonly topology: Pick<Topology, "hosts">;
}

/**
 * Turns the maintenance page on or off without a reload, and returns when every visitor sees it. Turning it on again keeps
 * who did it first. Throws NOT_RUNNING when the site was never brought up.
 */
export const setMaintenance = (
  site: MaintainedSite,
  wish: { readonly on: boolean; readonly why?: string },
  report: Report = unheard,
): Promise<MaintenanceResult> => audited(site, `maintenance ${wish.on ? "on" : "off"}`, report, () => turn(site, wish));

const turn = async (
  site: MaintainedSite,
  wish: { readonly on: boolean; readonly why?: string },
): Promise<MaintenanceResult> => {
  const results = await Promise.all(
    [...site.hosts].flatMap(([name, host]) => {
      const place = site.topology.hosts[name];
      return place ? [wish.on ? turnOn(host, place, wish.why) : turnOff(host, place)] : [];
    }),
  );
  const changed = results.some((result) => result.changed);
  if (changed) await sleep(Math.max(...components.map(({ powers }) => powers?.maintenanceSeenAfter ?? 0)) * 1000);
  return {
    on: wish.on,
    changed,
    ...results.find(({ maintenance }) => maintenance),
  };
};

/** What `etc/maintenance` says; undefined: the site is not in maintenance. */
export const readMaintenance = async (host: Host, place: HostPlace): Promise<Maintenance | undefined> => {
  const content = await host.files.read(fileOn(place));
  return content === undefined ? undefined : parseMaintenance(new TextDecoder().decode(content));
};

/** An operator may have made the file by hand, empty: it counts all the same. */
export const parseMaintenance = (text: string): Maintenance => {
  const { by, since, why } = objectOf(text);
  return {
    by: textOf(by) ?? "somebody",
    since: textOf(since) ?? "some time ago",
    ...(typeof why === "string" && why !== "" ? { why } : {}),
  };
};

type HostResult = Pick<MaintenanceResult, "changed" | "maintenance">;

const turnOn = async (host: Host, place: HostPlace, why: string | undefined): Promise<HostResult> => {
  const before = await readMaintenance(host, place);
  if (before && (why === undefined || why === before.why)) return { changed: false, maintenance: before };
  await requireSite(host, place);
  const maintenance = {
    by: userInfo().username,
    since: new Date().toISOString(),
    ...(why === undefined ? {} : { why }),
  };
  await host.files.write(fileOn(place), `${JSON.stringify(maintenance)}\n`, { mode: 0o644 });
  return { changed: true, maintenance };
};

const turnOff = async (host: Host, place: HostPlace): Promise<HostResult> => {
  const before = await readMaintenance(host, place);
  await host.files.remove(fileOn(place));
  return { changed: before !== undefined };
};

const requireSite = async (host: Host, { paths: { etc: folder } }: HostPlace): Promise<void> => {
  const entries = await host.files.look([folder]);
  if (entries.get(folder)?.kind === "folder") return;
  throw new SteadError({
    code: "NOT_RUNNING",
    where: host.name,
    what: "has no such site yet, so there is nothing to close for maintenance.",
    mend: "Bring it up first: `stead up`.",
  });
};

const fileOn = ({ paths }: HostPlace): string => join(paths.etc, "maintenance");

const objectOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
