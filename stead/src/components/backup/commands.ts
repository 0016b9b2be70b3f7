import type { HostName, Topology } from "../../topology/topology.ts";
import type { BackupCommands } from "../backup-commands.ts";
import { backupHosts } from "./desire.ts";
import { backupPaths } from "./paths.ts";
import { statuses } from "./scripts/ground.ts";

/** What the verbs run on a host; undefined: nothing is backed up there. */
export const backupCommands = (site: Topology, host: HostName): BackupCommands | undefined => {
  const place = site.hosts[host];
  if (!place || !backupHosts(site).includes(host)) return undefined;
  const { programs, state, key, proved } = backupPaths(place);
  const program = (name: string, ...words: readonly string[]): readonly string[] => [
    "/bin/sh",
    `${programs}/${name}`,
    ...words,
  ];
  return {
    now: program("backup"),
    verify: program("prove"),
    list: program("list"),
    restoreInto: (name, when) => program("restore", "into", name, when),
    makeReady: (when, keys) => program("restore", "ready", when, keys),
    swap: program("restore", "swap"),
    ready: `${state}/ready`,
    readyKeys: `${state}/ready/keys`,
    key,
    keyShown: `${state}/key-shown`,
    proved,
    units: ["backup", "mariadb"],
    statuses,
  };
};
