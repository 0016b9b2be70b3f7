import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder, Package } from "../../state/vocabulary.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
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
const timer = (site: Topology): string => `stead-watch-${site.site}.timer`;

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

const told = ({ paths }: HostPlace): Folder => ({
  kind: "folder",
  id: "folder:data/notify",
  says: "the folder of what was told",
  path: `${paths.data}/notify`,
  mode: 0o700,
  keep: true,
});

const filesOf = (site: Topology, place: HostPlace): readonly File[] => {
  const { email, smtp, webhook } = settingsOf(site, notifySettings).notify;
  const file = (name: string, says: string, path: string, content: string, mode: number): File => ({
    kind: "file",
    id: `file:notify/${name}`,
    says,
    path,
    content,
    mode,
  });
  const [relay, hook] = [`${place.paths.etc}/notify-smtp.curl`, `${place.paths.etc}/notify-webhook.curl`];
  const watch = `${place.paths.etc}/bin/watch`;
  const notify = senderPath(place);
  const template = `stead-notify-${site.site}`;
  return [
    file(
      "notify",
      "the script that tells what is wrong",
      notify,
      renderSender({
        site: site.site,
        told: told(place).path,
        ...(email !== undefined && { email, ...(smtp !== undefined && { smtp: relay }) }),
        ...(webhook !== undefined && { webhook: hook }),
      }),
      0o755,
    ),
    file(
      "watch",
      "the script that looks what is wrong",
      watch,
      renderWatcher({
        site: site.site,
        notify,
        told: told(place).path,
        data: place.paths.data,
        certificates: certificatesFolder(place),
        restored: provedRestore(place),
      }),
      0o755,
    ),
    ...(smtp === undefined || email === undefined
      ? []
      : [
          file(
            "smtp",
            "the relay of notices",
            relay,
            `url = "${smtp}"\nmail-from = "stead@${site.site}"\nmail-rcpt = "${email}"\n`,
            0o600,
          ),
        ]),
    ...(webhook === undefined ? [] : [file("webhook", "the address of notices", hook, `url = "${webhook}"\n`, 0o600)]),
    file(
      "failed",
      "the unit that tells of one that failed",
      `${SYSTEM}/${template}@.service`,
      renderFailed(notify),
      0o644,
    ),
    file(
      "on-failure",
      "what the site's units do when they fail",
      `${SYSTEM}/stead-${site.site}-.service.d/notify.conf`,
      renderOnFailure(template),
      0o644,
    ),
    file(
      "watch.service",
      "the unit that looks what is wrong",
      `${SYSTEM}/stead-watch-${site.site}.service`,
      renderWatch(watch),
      0o644,
    ),
    file("watch.timer", "the timer of that look", `${SYSTEM}/${timer(site)}`, renderTimer(), 0o644),
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
