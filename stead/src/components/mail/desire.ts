import type { DesiredState, Folder, Unit } from "../../state/vocabulary.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";

/** Seconds. A Node process listens well within one; the rest is for a machine that is busy. */
const READY_TIMEOUT = 20;
const STOP_TIMEOUT = 5;

/** The catcher runs where an application does, on this machine only: servers deliver mail for real. */
export const playsOn = (site: Topology, host: HostName): boolean => {
  const place = site.hosts[host];
  return (
    site.app !== undefined &&
    place?.services === "supervisor" &&
    place.facts.own !== undefined &&
    place.ports.mail !== undefined
  );
};

/** A folder for the messages and the unit that fills it. */
export const desireMail = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  return place && playsOn(site, host) ? [mailFolder(place), mailUnit(place, mailFolder(place))] : [];
};

const mailFolder = (place: HostPlace): Folder => ({
  kind: "folder",
  id: "folder:data/mail",
  says: "the folder of caught mail",
  path: `${place.paths.data}/mail`,
  mode: 0o700,
  ...(place.account === undefined ? {} : { account: place.account }),
  keep: true,
});

const mailUnit = (place: HostPlace, folder: Folder): Unit => ({
  kind: "unit",
  id: "unit:mail",
  name: "mail",
  says: "the mail catcher",
  needs: [folder.id],
  run: command(place, folder),
  // No account here: it loads its modules as whoever may read Stead's own folder, and then drops to --account.
  ready: { kind: "connect", at: { address: "127.0.0.1", port: place.ports.mail ?? 0 } },
  readyTimeout: READY_TIMEOUT,
  stop: { signal: "SIGTERM", timeout: STOP_TIMEOUT },
  disrupts: "the application's mail for about 0.5 s",
});

const command = (place: HostPlace, folder: Folder): readonly string[] => {
  const { node = "", folder: programs = "" } = place.facts.own ?? {};
  // A clone runs its sources as they are; a package has them built, in dist/.
  const ending = programs.endsWith("/dist") ? "js" : "ts";
  return [
    node,
    "--disable-warning=ExperimentalWarning",
    `${programs}/host/local/mail-catcher/main.${ending}`,
    "--port",
    String(place.ports.mail),
    "--folder",
    folder.path,
    ...(place.account === undefined ? [] : ["--account", place.account]),
  ];
};
