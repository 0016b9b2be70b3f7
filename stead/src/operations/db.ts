import type { Component } from "../components/component.ts";
import { components as every } from "../components/registry.ts";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { HostName, Topology } from "../topology/topology.ts";
import { audited, unheard } from "./audit/audited.ts";

interface DatabaseSite {
  readonly topology: Topology;
  readonly hosts: ReadonlyMap<HostName, Host>;
}

/**
 * Opens the database engine's own shell on the operator's terminal, as the site's account; returns its exit status.
 * Throws USAGE when the site has no database, NOT_RUNNING when it is down.
 */
export const openDatabaseShell = async (
  site: DatabaseSite,
  components: readonly Component[] = every,
): Promise<number> => {
  const [place] = components.flatMap((component) => placesOf(component, site));
  if (!place) throw new SteadError(noDatabase);
  const { component, host, name } = place;
  const units = await host.units.status();
  const ready = units.some((unit) => unit.name === component.name && unit.state === "ready");
  const shell = component.powers?.shell?.(site.topology, name);
  if (!ready || !shell) throw new SteadError(notRunning(component.name));
  const words = shell.account === undefined ? {} : { account: shell.account };
  return audited(site, "db", unheard, () => host.attach(shell.run, words));
};

const placesOf = (component: Component, { topology, hosts }: DatabaseSite) =>
  component.powers?.shell === undefined
    ? []
    : component.place(topology).flatMap((name) => {
        const host = hosts.get(name);
        return host ? [{ component, host, name }] : [];
      });

const noDatabase = {
  code: "USAGE",
  where: "database",
  what: "This site has none.",
  mend: 'Write database: { engine: "mariadb" } in stead.config.ts and run `stead up`.',
} as const;

const notRunning = (unit: string) => ({
  code: "NOT_RUNNING" as const,
  where: unit,
  what: "is not running, so there is nothing to talk to.",
  mend: "Bring the site up with `stead up -d`; `stead logs` shows why it is not.",
});
