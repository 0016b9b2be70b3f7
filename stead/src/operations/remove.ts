import { dirname } from "node:path";
import { performChanges } from "../apply/apply.ts";
import type { Host } from "../host/host.ts";
import { unitsLeaveBehind } from "../host/ssh/systemd/systemd-units.ts";
import { enginesTarget, serverUnits, sliceName, UNIT_FOLDER } from "../host/ssh/systemd/unit-names.ts";
import { manifestPath } from "../observe/manifest.ts";
import type { HostState } from "../plan/host-state.ts";
import { planRemoval, type Remains } from "../plan/plan-removal.ts";
import { filesFolder } from "../release/secrets/secret-variables.ts";
import { generationBootPath, hasBootFile } from "../topology/boot-file.ts";
import type { HostPlace } from "../topology/topology.ts";
import { atWork, type Progress } from "./at-work.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";
import { sayPlan, type PlanResult } from "./plan.ts";
import { serverRemains } from "./remove/server-remains.ts";

export interface RemoveWish {
  /** The databases, the uploads and the secrets, too. */
  readonly data: boolean;
  /** Asked with the plan before any of it is done; throws when it is not to be. */
  readonly agree?: (plan: PlanResult) => Promise<void>;
}

export interface RemoveResult extends PlanResult {
  /** Folders of data that were left, by host. */
  readonly kept: readonly { readonly host: string; readonly path: string }[];
  /** Names of packages that stay: others may have come to use them. */
  readonly packages: readonly string[];
}

/** Takes a site off its servers: all and only what Stead put there, and its data only when that is asked for. */
export const remove = (site: OpenSite, wish: RemoveWish, progress: Progress): Promise<RemoveResult> =>
  atWork(site, "remove", progress, async ({ report, signal, log }) => {
    const states = await observeSite(site);
    const remains = await Promise.all(states.map((state) => remainsOf(site, state, wish.data)));
    const plan = planRemoval(states, remains);
    await wish.agree?.(sayPlan(plan));
    const { topology, folder, hosts } = site;
    await performChanges(plan.changes, { site: topology, folder, hosts, states, report, signal, log });
    return { ...sayPlan(plan), kept: wish.data ? [] : await keptOn(site), packages: packagesOf(states) };
  });

const remainsOf = async (site: OpenSite, { host, observed }: HostState, data: boolean): Promise<Remains> => {
  const [handle, place] = [site.hosts.get(host), site.topology.hosts[host]];
  if (!handle || !place) return { host, whole: [], emptied: [], accounts: [], commands: [] };
  const { paths, account } = place;
  const server = serverRemains(site.topology, place, observed, data);
  const whole = [
    ...passing(place, observed).map((path) => ({ path, says: "what an engine keeps for a while" })),
    ...unitsLeaveBehind(site.topology.site).map((path) => ({ path, says: "what holds the site's units together" })),
    { path: paths.run, says: "the folder of sockets" },
    { path: paths.releases, says: "the releases" },
    { path: paths.assets, says: "the fingerprinted files" },
    { path: paths.log, says: "the logs" },
    { path: `${paths.secrets}/generations`, says: "the environments of releases" },
    { path: filesFolder(place), says: "the application's copies of its secrets" },
    ...(hasBootFile(place) ? [{ path: generationBootPath(place), says: "the note of the serving release" }] : []),
    ...(data ? dataOf(place) : []),
    ...server.whole,
    { path: manifestPath(place), says: "the manifest" },
  ];
  const there = await handle.files.look(whole.map(({ path }) => path));
  const accounts = data && account !== undefined ? [account] : [];
  const known = accounts.length === 0 ? new Set<string>() : await handle.users.existing(accounts);
  return {
    host,
    whole: whole.filter(({ path }) => there.get(path) !== undefined),
    emptied: await foldersThere(handle, place, site.topology.site, server.emptied),
    accounts: accounts.filter((name) => known.has(name)),
    commands: [
      ...server.commands,
      ...[site.topology.site, serverUnits].flatMap((name) => (hadUnits(there, name) ? [forgetUnits(name)] : [])),
    ],
  };
};

/** Folders of data that an engine fills and that nobody would miss, such as a cache. */
const passing = ({ paths }: HostPlace, { manifest }: HostState["observed"]): readonly string[] =>
  Object.values(manifest.entries).flatMap(({ kind, path = "", keep }) =>
    kind === "folder" && keep === undefined && path.startsWith(`${paths.data}/`) ? [path] : [],
  );

const hadUnits = (there: ReadonlyMap<string, unknown>, name: string): boolean =>
  unitsLeaveBehind(name).some((path) => there.get(path) !== undefined);

/** systemd remembers what has no file any more until it is told to look again. */
const forgetUnits = (name: string): Remains["commands"][number] => ({
  id: `units of ${name}`,
  says: name === serverUnits ? "Let systemd forget the server's own units" : "Let systemd forget the site's units",
  run: ["/bin/sh", "-c", FORGET, "forget-units", enginesTarget(name), sliceName(name)],
});

const FORGET = `
systemctl stop "$@" 2>/dev/null
# The slice above those of all sites goes with the last of them.
[ -n "$(systemctl list-units --plain --no-legend --state=active 'stead-*.slice')" ] || systemctl stop stead.slice
systemctl daemon-reload
systemctl reset-failed "$@" 2>/dev/null
exit 0
`;

const packagesOf = (states: readonly HostState[]): readonly string[] =>
  [
    ...new Set(states.flatMap(({ desired }) => desired.flatMap((one) => (one.kind === "package" ? [one.name] : [])))),
  ].sort();

const dataOf = ({ paths }: HostPlace): Remains["whole"] => [
  { path: paths.data, says: "the data" },
  { path: paths.secrets, says: "the secrets" },
];

/** The site's own folders, and those above them that Stead's sites share. */
const foldersThere = async (
  host: Host,
  { paths }: HostPlace,
  name: string,
  server: readonly string[],
): Promise<readonly string[]> => {
  const dropIns = `${UNIT_FOLDER}/stead-${name}-.service.d`;
  const inner = [`${UNIT_FOLDER}/${enginesTarget(name)}.wants`, dropIns, `${paths.etc}/bin`, paths.secrets];
  const own = [paths.etc, paths.data, dirname(paths.releases)];
  const shared = [...own, paths.log, paths.run].map((path) => dirname(path));
  const all = [...inner, ...own, ...server, ...shared];
  const there = await host.files.look(all);
  return all.filter((path) => there.get(path)?.kind === "folder");
};

const keptOn = async (site: OpenSite): Promise<RemoveResult["kept"]> => {
  const kept = Object.values(site.topology.hosts).map(async ({ name, paths }) => {
    const there = await site.hosts.get(name)?.files.look([paths.data, paths.secrets]);
    return [...(there ?? [])].flatMap(([path, entry]) => (entry === undefined ? [] : [{ host: name, path }]));
  });
  return (await Promise.all(kept)).flat();
};
