import { randomBytes } from "node:crypto";
import { commandOptions } from "../observe/ensures.ts";
import { secretsOn } from "../observe/secrets.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Action, Change } from "../plan/plan.ts";
import { bringUpRelease } from "../release/bring-up-release.ts";
import type { Unit } from "../state/vocabulary.ts";
import { guarded } from "./guarded.ts";
import { plannedHost, type Ground, type PlannedHost } from "./ground.ts";
import { ownershipOf } from "./ownership-of.ts";
import { renderFile } from "./render-file.ts";
import { runningDefinition } from "./running-definition.ts";

/** Makes one change on its host. */
export const perform = async (change: Change, ground: Ground): Promise<void> => {
  const act = acts[change.action.do] as Act<Action["do"]>;
  await act(plannedHost(ground, change.host), change.action, ground, change);
};

type Act<Do extends Action["do"]> = (
  on: PlannedHost,
  action: Extract<Action, { do: Do }>,
  ground: Ground,
  change: Change,
) => Promise<void>;

type Acts = { readonly [Do in Action["do"]]: Act<Do> };

const withUnit =
  (verb: "start" | "restart" | "reload") =>
  async (on: PlannedHost, { unit }: { readonly unit: Unit }): Promise<void> =>
    on.host.units[verb](await runningDefinition(on, unit));

/** One that does not come up is ended again: it would be tried over and over while nobody looks. */
const startUnit = async (on: PlannedHost, action: { readonly unit: Unit }): Promise<void> => {
  try {
    await withUnit("start")(on, action);
  } catch (error) {
    await on.host.units.stop(action.unit.name);
    throw error;
  }
};

const acts: Acts = {
  install: ({ host }, { packages }, { report }, { id }) =>
    host.packages.install(packages, (says) => report({ kind: "note", step: id, says })),
  user: ({ host }, { user }) => host.users.create(user.name),
  folder: ({ host }, { folder }) => host.files.makeFolder(folder.path, ownershipOf(folder)),
  secret: ({ host }, { secret }) => host.files.write(secret.path, `${password()}\n`, ownershipOf(secret)),
  file: async (on, { file }) => on.host.files.write(file.path, await renderFile(on, file), ownershipOf(file)),
  remove: async ({ host }, { path, whole }) => {
    if (whole === true) return host.files.remove(path);
    const isFolder = (await host.files.look([path])).get(path)?.kind === "folder";
    // A folder that others put something into stays.
    if (!isFolder || (await host.files.list(path)).length === 0) await host.files.remove(path);
  },
  ensure: (on, { make, guard }, { signal }, { id, says }) => {
    const work = (): Promise<void> => runCommand(on, make, says, signal);
    return guard ? guarded(on.host, { name: id.replaceAll(/[^a-z0-9.-]/giu, "-"), says, guard }, work) : work();
  },
  start: startUnit,
  restart: withUnit("restart"),
  reload: withUnit("reload"),
  stop: ({ host }, { unit }) => host.units.stop(unit),
  release: async ({ host }, { instances }, ground) => {
    await bringUpRelease({
      site: ground.site,
      folder: ground.folder,
      ...(ground.builder && { builder: ground.builder }),
      hosts: new Map([[host.name, host]]),
      instances: new Map([[host.name, instances]]),
      report: ground.report,
      signal: ground.signal,
      log: ground.log,
    });
  },
};

/** 192 bits, in letters, digits, - and _ : needs no quoting anywhere. */
const password = (): string => randomBytes(24).toString("base64url");

/** Seconds. Creating a database's first files takes a few on a slow disk. */
const MAKE_TIMEOUT = 300;

const runCommand = async (
  { host, state }: PlannedHost,
  make: Extract<Action, { do: "ensure" }>["make"],
  says: string,
  signal: AbortSignal,
): Promise<void> => {
  const options = commandOptions(make, await secretsOn(host, state.desired));
  if (!options) throw failed(host.name, says, "A secret it needs is not made.", []);
  const { exitCode, stdout, stderr } = await host.run(make.run, { ...options, timeout: MAKE_TIMEOUT, signal });
  signal.throwIfAborted();
  if (exitCode !== 0)
    throw failed(host.name, says, `The command ended with status ${exitCode}.`, lastLines(stdout + stderr));
};

const lastLines = (text: string): readonly string[] => text.trimEnd().split("\n").slice(-20);

const failed = (host: string, says: string, what: string, lines: readonly string[]): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: `${host}, ${says}`,
    what,
    mend: "Read its last words below, mend what they name, and run `stead up` again: it goes on from here.",
    lines,
  });
