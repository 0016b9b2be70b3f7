import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder, Package } from "../../state/vocabulary.ts";
import { serverFolders, sharedFolder } from "../../topology/server-folders.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { clockProgram } from "../../topology/watched.ts";
import { renderJournal } from "./journal.ts";
import { journalFolder, journalPath, upgradesPath } from "./paths.ts";
import { baselineSettings } from "./settings.ts";
import { clockScript, timekeepers } from "./timekeepers.ts";
import { renderUpgrades } from "./upgrades.ts";

/** Security upgrades, the journal's bounds and the right time; `[]` where there is no systemd. */
export const desireBaseline = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  const { upgrades, journal } = settingsOf(site, baselineSettings).baseline;
  return [
    ...folders,
    ...(upgrades ? [unattendedUpgrades, upgradesFile(site.engines ?? [])] : []),
    journalFile(journal),
    journalTakenIn,
    ...keptTime(place),
  ];
};

/** What keeps a server's clock: whatever is there already, else chrony. Debian's packages for it exclude each other. */
export const timekeeperOf = ({ facts }: HostPlace): keyof typeof timekeepers => facts.timekeeper ?? "chrony";

const folders: readonly Folder[] = [
  ...serverFolders,
  sharedFolder(journalFolder, "host/journald.conf.d", "the folder of the journal's settings"),
];

const file = (id: string, says: string, path: string, content: string, mode = 0o644): File => ({
  kind: "file",
  id: `file:host/${id}`,
  says,
  path,
  content,
  mode,
  shared: true,
});

const unattendedUpgrades: Package = {
  kind: "package",
  id: "package:unattended-upgrades",
  says: "unattended-upgrades",
  name: "unattended-upgrades",
  provides: "/usr/bin/unattended-upgrade",
};

const upgradesFile = (engines: readonly string[]): File => ({
  ...file(
    "upgrades",
    "what is upgraded without anybody asking (baseline.upgrades)",
    upgradesPath,
    renderUpgrades(engines),
  ),
  needs: [unattendedUpgrades.id],
});

const journalFile = (most: string): File =>
  file("journald.conf", "the bounds of the journal (baseline.journal)", journalPath, renderJournal(most));

/** journald has read what it read when it started; its restart loses no line (systemd-journald.service(8)). */
const journalTakenIn: Ensure = {
  kind: "ensure",
  id: "ensure:host/journal",
  says: "the journal with its bounds",
  check: { run: ["/bin/sh", "-ec", journalIsNewer(), "journal", journalPath] },
  make: { run: ["/bin/sh", "-ec", "systemctl restart systemd-journald && journalctl --flush"] },
  remakeOn: ["file:host/journald.conf"],
  unmake: ["/bin/sh", "-ec", 'rm -f "$1"; systemctl restart systemd-journald', "journal", journalPath],
  shared: true,
};

function journalIsNewer(): string {
  return `
started=$(systemctl show --timestamp=unix --property=ActiveEnterTimestamp --value systemd-journald)
[ "$(stat --format=%Y "$1")" -le "\${started#@}" ]
`;
}

const keptTime = (place: HostPlace): DesiredState => {
  const timekeeper = timekeeperOf(place);
  const { unit } = timekeepers[timekeeper];
  const chrony: Package = {
    kind: "package",
    id: "package:chrony",
    says: "chrony",
    name: "chrony",
    provides: "/usr/sbin/chronyd",
  };
  return [
    ...(timekeeper === "chrony" ? [chrony] : []),
    file("bin/clock", "the script that says how far the clock is off", clockProgram, clockScript(timekeeper), 0o755),
    {
      kind: "ensure",
      id: "ensure:host/time",
      says: `${timekeeper} to keep the clock right`,
      ...(timekeeper === "chrony" && { needs: [chrony.id] }),
      check: { run: ["/bin/sh", "-ec", KEEPS_TIME, "time", unit] },
      make: { run: ["systemctl", "--quiet", "enable", "--now", unit] },
      shared: true,
    },
  ];
};

/** In a container the clock is the machine's: the service is enabled, and its condition keeps it from starting. */
const KEEPS_TIME = `
systemctl --quiet is-enabled "$1"
systemctl --quiet is-active "$1" || [ "$(systemctl show --property=ConditionResult --value "$1")" = no ]
`;
