import { coreShape, type CoreSettings } from "../../spec/core.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Folder, Instances } from "../../state/vocabulary.ts";
import { databaseReady } from "../../topology/database-access.ts";
import { sandboxed } from "../../topology/sandbox.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { environmentFor, secretsFor } from "./environment.ts";
import { dataFolder } from "./paths.ts";

/** The hosts that releases go to: those with the application; for a static site, those that serve its files. */
export const releaseHosts = (site: Topology): readonly HostName[] =>
  Object.values(site.hosts)
    .filter(({ roles }) => roles.includes(site.app ? "app" : "web"))
    .map(({ name }) => name);

/** The folder of the application's data, and what a release runs. */
export const desireApp = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !releaseHosts(site).includes(host)) return [];
  const settings = settingsOf(site, coreShape);
  return [...(settings.app?.data === true ? [folder(place)] : []), instances(site, place, settings)];
};

const folder = (place: HostPlace): Folder => ({
  kind: "folder",
  id: "folder:data/app",
  says: "the folder of the application's own data",
  path: dataFolder(place),
  mode: 0o700,
  keep: true,
  ...account(place),
});

/** Seconds that a static site's switch is watched: nothing of its own can fail after it. */
const NOTHING_RUNS = { start: 0, drain: 0, stop: 0, watch: 0 };

const instances = (site: Topology, place: HostPlace, settings: CoreSettings): Instances => {
  const { app } = settings;
  const data = app?.data === true;
  return {
    kind: "instances",
    id: "instances:app",
    says: site.app ? "the application" : "the site's files",
    needs: [...(site.database ? [databaseReady] : []), ...(data ? ["folder:data/app"] : [])],
    ...account(place),
    ...sandboxed(place, {
      kind: "application",
      writes: data ? [dataFolder(place)] : [],
      makesCode: true,
    }),
    ...(site.app && { web: { run: site.app.run, count: site.app.instances, port: site.app.port } }),
    workers: settings.workers,
    cron: settings.cron,
    ...(app?.migrate !== undefined && { migrate: app.migrate }),
    environment: environmentFor(site, place, settings, "app"),
    migrateEnvironment: environmentFor(site, place, settings, "migrate"),
    ...secretsFor(place, app?.secrets),
    health: app?.health ?? "/",
    timing: timingOf(site, app),
  };
};

const timingOf = (site: Topology, app: CoreSettings["app"]): Instances["timing"] =>
  app && site.app
    ? { start: app.startTimeout, drain: app.drain, stop: app.stopTimeout, watch: app.watch }
    : NOTHING_RUNS;

const account = ({ account: name }: HostPlace): { readonly account?: string } =>
  name === undefined ? {} : { account: name };
