import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder, Package } from "../../state/vocabulary.ts";
import { accountOf } from "../../topology/account.ts";
import {
  certificateNames,
  certificateProgram,
  certificateReady,
  challengesFolder,
  endsTls,
} from "../../topology/certificate.ts";
import { isServer, webServerService } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { certificatesFolder } from "../../topology/watched.ts";
import { renderClient } from "./client-conf.ts";
import { renderProgram } from "./program.ts";
import { labAuthority, tlsSettings } from "./settings.ts";
import { renderService, renderTimer } from "./units.ts";

/** The authority's client, the script in front of it, a placeholder, the certificate, the timer; `[]` where nothing is encrypted. */
export const desireTls = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !hasCertificate(place)) return [];
  const files = filesOf(site, place);
  return [
    ...packages,
    ...foldersOf(place),
    ...files,
    placeholder(place, files),
    issued(site, place),
    timerOn(site, files),
  ];
};

/** It has a certificate, and renews it itself. */
export const hasCertificate = (place: HostPlace): boolean => isServer(place) && endsTls(place);

const packages: readonly Package[] = [
  { name: "openssl", provides: "/usr/bin/openssl" },
  { name: "dehydrated", provides: "/usr/bin/dehydrated" },
].map(({ name, provides }) => ({ kind: "package", id: `package:${name}`, says: name, name, provides }));

const SYSTEM = "/etc/systemd/system";
const timer = ({ site }: Pick<Topology, "site">): string => `stead-${site}-certificate.timer`;
const stamp = (site: Pick<Topology, "site">): string => `/var/lib/systemd/timers/stamp-${timer(site)}`;
const dataFolder = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.data}/tls`;

const foldersOf = (place: HostPlace): readonly Folder[] => {
  const folder = (id: string, says: string, path: string, mode = 0o755): Folder => ({
    kind: "folder",
    id: `folder:${id}`,
    says,
    path,
    mode,
  });
  return [
    folder("etc/bin", "the folder of the timers' scripts", `${place.paths.etc}/bin`),
    folder("etc/tls", "the folder of the certificate", certificatesFolder(place)),
    // nginx passes through it to the challenges; keys in it are root's alone.
    { ...folder("data/tls", "the folder of what the authority gave", dataFolder(place), 0o711), keep: true },
    {
      ...folder("data/tls/challenges", "the folder of the authority's questions", challengesFolder(place)),
      keep: true,
    },
  ];
};

const file = (name: string, says: string, path: string, content: string, mode = 0o644): File => ({
  kind: "file",
  id: `file:tls/${name}`,
  says,
  path,
  content,
  mode,
});

const filesOf = (site: Topology, place: HostPlace): readonly File[] => {
  const { authority, email } = settingsOf(site, tlsSettings).tls;
  const lab = labAuthority(site);
  const [tls, data] = [certificatesFolder(place), dataFolder(place)];
  const roots = `${tls}/authority.pem`;
  const directory = lab?.directory ?? authority;
  const client = renderClient({
    directory,
    data,
    challenges: challengesFolder(place),
    ...(email !== undefined && { email }),
    ...(lab && { roots }),
  });
  const program = renderProgram({
    site: site.site,
    names: certificateNames(site),
    authority: directory,
    tls,
    data,
    reader: accountOf(place, "web") ?? "root",
    unit: webServerService,
  });
  const service = `${SYSTEM}/stead-${site.site}-certificate.service`;
  return [
    file("dehydrated.conf", "the configuration of the authority's client", `${tls}/dehydrated.conf`, client),
    ...(lab ? [file("authority.pem", "what proves the lab's authority", roots, lab.roots)] : []),
    file("program", "the script that gets and renews the certificate", certificateProgram(place), program, 0o755),
    file(
      "service",
      "the unit that renews the certificate",
      service,
      renderService(certificateProgram(place), [tls, data]),
    ),
    file("timer", "the timer of that", `${SYSTEM}/${timer(site)}`, renderTimer()),
  ];
};

const placeholder = (place: HostPlace, files: readonly File[]): Ensure => ({
  kind: "ensure",
  id: certificateReady,
  says: "a certificate to start with",
  needs: [...packages, ...foldersOf(place), ...files].map(({ id }) => id),
  check: { run: [certificateProgram(place), "has"] },
  make: { run: [certificateProgram(place), "prepare"] },
  unmake: ["/bin/sh", "-ec", 'cd "$1"; rm -rf live of-* *.crt *.key', "forget", certificatesFolder(place)],
});

/** Last of all: the authority looks at the site from outside, and asks the name servers for it. */
const issued = (site: Topology, place: HostPlace): Ensure => {
  const engines = [...(place.roles.includes("dns") ? ["unit:knot"] : []), "unit:nginx", "instances:app"];
  const { v4, v6 } = place.addresses;
  return {
    kind: "ensure",
    id: "ensure:tls/issued",
    says: `the certificate for ${certificateNames(site).join(", ")}`,
    needs: [certificateReady, ...engines],
    check: { run: [certificateProgram(place), "good"] },
    make: { run: [certificateProgram(place), "obtain"] },
    seen: certificateNames(site).map((name) => ({
      name,
      v4: v4 === undefined ? [] : [v4],
      v6: v6 === undefined ? [] : [v6],
    })),
  };
};

const timerOn = (site: Topology, files: readonly File[]): Ensure => ({
  kind: "ensure",
  id: "ensure:tls/timer",
  says: "the renewal of the certificate",
  check: {
    run: ["/bin/sh", "-ec", 'systemctl --quiet is-enabled "$1"; systemctl --quiet is-active "$1"', "look", timer(site)],
  },
  make: { run: ["/bin/sh", "-ec", 'systemctl daemon-reload; systemctl --quiet enable --now "$1"', "on", timer(site)] },
  remakeOn: files.filter(({ path }) => path.startsWith(SYSTEM)).map(({ id }) => id),
  // systemd remembers when a timer was last due.
  unmake: ["/bin/sh", "-ec", 'systemctl --quiet disable --now "$1"; rm -f "$2"', "off", timer(site), stamp(site)],
});
