import { coreShape } from "../../spec/core.ts";
import { readOpening } from "../../spec/networks.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder, Package } from "../../state/vocabulary.ts";
import { accountOf } from "../../topology/account.ts";
import { publicListeners, type Listener } from "../../topology/listeners.ts";
import { serverFolders, sharedFolder } from "../../topology/server-folders.ts";
import { firewallReady, isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { renderBase } from "./base-part.ts";
import { basePart, partsFolder, programPath, servicePath, sitePart } from "./paths.ts";
import { program } from "./program.ts";
import { service } from "./service.ts";
import { firewallSettings } from "./settings.ts";
import { renderSite } from "./site-part.ts";

/** Seconds until the server takes a new table back by itself: two tries of a connection, and a slow network. */
const WITHIN = 45;

/** RFC 4253, 4. */
const SSH = 22;

/** The table's parts, the program that loads them, and that they are loaded; `[]` where there is no systemd. */
export const desireFirewall = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  return [nftables, ...folders, programFile, serviceFile, baseFile(site, place), siteFile(site, place), loaded(site)];
};

/** What others may reach on a server: all that its base and this site's part let in. */
export const reachable = (site: Topology, host: HostName): readonly Listener[] => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  return [
    ...sshPorts(place).map((port): Listener => ({ port, protocol: "tcp", says: "SSH" })),
    ...leases,
    ...opened(site, place),
  ];
};

/** Clients of DHCP (RFC 2131, 4.1; RFC 8415, 7.2). */
const leases: readonly Listener[] = [68, 546].map((port) => ({ port, protocol: "udp", says: "leases of addresses" }));

/** What a site has open to the world: what its engines listen on, and what its author lists. */
const opened = (site: Topology, place: HostPlace): readonly Listener[] => [
  ...publicListeners(place),
  ...settingsOf(site, firewallSettings)
    .firewall.open.flatMap((text) => readOpening(text) ?? [])
    .map((opening) => ({ ...opening, says: "firewall.open" })),
];

/** Where SSH is really reached: on sshd's ports, as far as they are known. */
const sshPorts = ({ facts: { ssh } }: HostPlace): readonly number[] =>
  ssh && ssh.ports.length > 0 ? ssh.ports : [SSH];

const nftables: Package = {
  kind: "package",
  id: "package:nftables",
  says: "nftables",
  name: "nftables",
  provides: "/usr/sbin/nft",
};

const folders: readonly Folder[] = [
  ...serverFolders,
  sharedFolder(partsFolder, "host/firewall", "the folder of the firewall"),
];

const programFile: File = {
  kind: "file",
  id: "file:host/bin/firewall",
  says: "the script that loads the firewall",
  path: programPath,
  content: program,
  mode: 0o755,
  shared: true,
};

const serviceFile: File = {
  kind: "file",
  id: "file:host/firewall.service",
  says: "the service that loads the firewall at a boot",
  path: servicePath,
  content: service,
  mode: 0o644,
  shared: true,
};

const baseFile = (site: Topology, place: HostPlace): File => {
  const { sshFrom } = settingsOf(site, firewallSettings).firewall;
  return {
    kind: "file",
    id: "file:host/firewall/base.nft",
    says: "the firewall's base (firewall.sshFrom)",
    path: basePart,
    content: renderBase({ ports: sshPorts(place), ...(sshFrom && { from: sshFrom }) }),
    mode: 0o644,
    shared: true,
  };
};

const siteFile = (site: Topology, place: HostPlace): File => {
  const account = accountOf(place, "app");
  const to = settingsOf(site, coreShape).app?.egress;
  return {
    kind: "file",
    id: "file:firewall/site.nft",
    says: "the site's part of the firewall",
    ...(account !== undefined && { needs: [`user:${account}`] }),
    path: sitePart(site.site),
    content: renderSite({
      site: site.site,
      listeners: opened(site, place),
      ...(account !== undefined && to && { egress: { account, to } }),
    }),
    mode: 0o644,
  };
};

const loaded = (site: Topology): Ensure => {
  const parts = ["file:host/firewall/base.nft", "file:firewall/site.nft"];
  return {
    kind: "ensure",
    id: firewallReady,
    says: "the firewall",
    needs: [nftables.id, programFile.id, serviceFile.id],
    check: { run: [programPath, "check"] },
    make: { run: [programPath, "try"] },
    remakeOn: parts,
    verify: {
      files: parts,
      run: ["/bin/sh", "-ec", TRIAL, "try-firewall", "{folder}", `site-${site.site}.nft`],
      asRoot: true,
    },
    guard: { undo: [programPath, "back"], within: WITHIN, keep: [programPath, "keep"] },
    unmake: [programPath, "leave", site.site],
  };
};

/** nft reads what it would do, and does nothing (nft(8), -c). */
const TRIAL = `cat "$1/base.nft" "$1/$2" | nft --check --file -`;
