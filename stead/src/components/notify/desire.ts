import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder, Package } from "../../state/vocabulary.ts";
import { sharedFolder } from "../../topology/server-folders.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { isBackedUp } from "../../topology/backed-up.ts";
import { certificatesFolder, provedRestore } from "../../topology/watched.ts";
import { renderSender } from "./sender.ts";
import { notifySettings } from "./settings.ts";
import { renderFailed, renderOnFailure, renderTimer, renderWatch } from "./units.ts";
import { renderWatcher } from "./watcher.ts";

/** The scripts, the units that run them, and that these are on; `[]` where nobody is to be told, or there is no systemd. */
export const desireNotify = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !isServer(place) || !tells(site)) return [];
  const files = filesOf(site, place);
  return [
    curl,
    folder(place),
    told(place),
    ...dropInFolders(site),
    ...files,
    timerOn(
      site,
      files.map(({ id }) => id),
    ),
  ];
};

/** Somebody is to be told. */
export const tells = (site: Topology): boolean => {
  const { email, webhook } = settingsOf(site, notifySettings).notify;
  return email !== undefined || webhook !== undefined;
};

/** The script that tells, on a host. */
export const senderPath = ({ paths }: HostPlace): string => `${paths.etc}/bin/notify`;

const SYSTEM = "/etc/systemd/system";
const timer = (site: Pick<Topology, "site">): string => `stead-watch-${site.site}.timer`;

const curl: Package = {
  kind: "package",
  id: "package:curl",
  says: "curl",
  name: "curl",
  provides: "/usr/bin/curl",
};

const folder = ({ paths }: HostPlace): Folder => ({
  kind: "folder",
  id: "folder:etc/bin",
  says: "the folder of the timers' scripts",
  path: `${paths.etc}/bin`,
  mode: 0o755,
});

/** The folder of what was told: in it one for each way, with a file for each thing that is wrong, whose text says what. */
export const toldFolder = ({ paths }: HostPlace): string => `${paths.data}/notify`;

const told = (place: HostPlace): Folder => ({
  kind: "folder",
  id: "folder:data/notify",
  says: "the folder of what was told",
  path: toldFolder(place),
  mode: 0o700,
  keep: true,
});

const dropIns = (units: string): string => `${SYSTEM}/stead-${units}-.service.d`;

/** For units of a beginning of their names: the site's own, and those of the engines that all sites of the server share. */
const dropInFolders = ({ site }: Topology): readonly Folder[] => [
  {
    kind: "folder",
    id: "folder:notify/units",
    says: "the folder of what the site's units have in common",
    path: dropIns(site),
    mode: 0o755,
  },
  sharedFolder(dropIns("host"), "host/notify/units", "the folder of what the server's units have in common"),
];

const filesOf = (site: Topology, place: HostPlace): readonly File[] => [
  ...scripts(site, place),
  ...secretAddresses(site, place),
  ...units(site, place),
];

const file = (name: string, says: string, path: string, content: string, mode = 0o644): File => ({
  kind: "file",
  id: `file:notify/${name}`,
  says,
  path,
  content,
  mode,
});

/** curl's configurations, which only root reads. */
const relayPath = ({ paths }: HostPlace): string => `${paths.etc}/notify-smtp.curl`;
const hookPath = ({ paths }: HostPlace): string => `${paths.etc}/notify-webhook.curl`;
const watcherPath = ({ paths }: HostPlace): string => `${paths.etc}/bin/watch`;

const scripts = (site: Topology, place: HostPlace): readonly File[] => {
  const { email, smtp, webhook } = settingsOf(site, notifySettings).notify;
  const sender = renderSender({
    site: site.site,
    told: toldFolder(place),
    ...(email !== undefined && { email, ...(smtp !== undefined && { smtp: relayPath(place) }) }),
    ...(webhook !== undefined && { webhook: hookPath(place) }),
  });
  const watcher = renderWatcher({
    site: site.site,
    notify: senderPath(place),
    told: toldFolder(place),
    data: place.paths.data,
    certificates: certificatesFolder(place),
    ...(isBackedUp(site) && place.roles.includes("database") && { restored: provedRestore(place) }),
  });
  return [
    file("notify", "the script that tells what is wrong", senderPath(place), sender, 0o755),
    file("watch", "the script that looks what is wrong", watcherPath(place), watcher, 0o755),
  ];
};

const secretAddresses = (site: Topology, place: HostPlace): readonly File[] => {
  const { email, smtp, webhook } = settingsOf(site, notifySettings).notify;
  const relay = `url = "${smtp}"\nmail-from = "stead@${site.site}"\nmail-rcpt = "${email}"\n${hasPassword(smtp) ? "ssl-reqd\n" : ""}`;
  return [
    ...(smtp === undefined || email === undefined
      ? []
      : [file("smtp", "the relay of notices", relayPath(place), relay, 0o600)]),
    ...(webhook === undefined
      ? []
      : [file("webhook", "the address of notices", hookPath(place), `url = "${webhook}"\n`, 0o600)]),
  ];
};

/** Which nobody on the way is to read: where the relay has no TLS, nothing is sent. */
const hasPassword = (relay: string | undefined): boolean => relay !== undefined && relay.includes("@");

const units = ({ site }: Topology, place: HostPlace): readonly File[] => {
  const template = `stead-notify-${site}`;
  const [failed, watch] = [renderFailed(senderPath(place)), renderWatch(watcherPath(place))];
  const onFailure = renderOnFailure(template);
  return [
    file("failed", "the unit that tells of one that failed", `${SYSTEM}/${template}@.service`, failed),
    file("on-failure", "what the site's units do when they fail", `${dropIns(site)}/notify.conf`, onFailure),
    // Each site of the server tells whom it wants.
    file(
      "on-failure-host",
      "what the server's units do when they fail",
      `${dropIns("host")}/notify-${site}.conf`,
      onFailure,
    ),
    file("watch.service", "the unit that looks what is wrong", `${SYSTEM}/stead-watch-${site}.service`, watch),
    file("watch.timer", "the timer of that look", `${SYSTEM}/${timer({ site })}`, renderTimer()),
  ];
};

const timerOn = (site: Topology, files: readonly string[]): Ensure => ({
  kind: "ensure",
  id: "ensure:notify",
  says: "an hourly look whether something is wrong",
  needs: [curl.id],
  check: {
    run: ["/bin/sh", "-ec", 'systemctl --quiet is-enabled "$1"; systemctl --quiet is-active "$1"', "look", timer(site)],
  },
  make: {
    run: ["/bin/sh", "-ec", 'systemctl daemon-reload; systemctl --quiet enable --now "$1"', "look", timer(site)],
  },
  remakeOn: files,
  unmake: ["systemctl", "--quiet", "disable", "--now", timer(site)],
});
