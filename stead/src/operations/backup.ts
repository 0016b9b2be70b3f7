import { components as every } from "../components/registry.ts";
import type { BackupCommands } from "../components/backup-commands.ts";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Report } from "../kernel/report.ts";
import type { HostPlace } from "../topology/topology.ts";
import { audited } from "./audit/audited.ts";
import { backupFault } from "./backup/backup-fault.ts";
import type { OpenSite } from "./open-site.ts";

/** A host whose data is backed up. */
export interface BackupMember {
  readonly host: Host;
  readonly place: HostPlace;
  readonly commands: BackupCommands;
}

interface Wish {
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** The hosts with backups. Throws USAGE where the site has none, NOT_RUNNING before `up` has set them up. */
export const backupMembers = async (site: OpenSite): Promise<readonly BackupMember[]> => {
  const members = membersOf(site);
  if (members.length === 0) throw none(site.environment);
  for (const { host, commands } of members) {
    const [key] = [...(await host.files.look([commands.key])).values()];
    if (key === undefined) throw notSetUp(host.name);
  }
  return members;
};

/** The same, and `[]` where there are none. */
export const membersOf = ({ topology, hosts }: OpenSite): readonly BackupMember[] =>
  every.flatMap((component) =>
    [...hosts].flatMap(([name, host]) => {
      const commands = component.powers?.backup?.(topology, name);
      const place = topology.hosts[name];
      return commands && place ? [{ host, place, commands }] : [];
    }),
  );

export interface BackupResult {
  readonly hosts: readonly { readonly host: string; readonly proved?: ProvedBackup }[];
  /** Nobody has seen the key yet: without it nothing can be restored once the server is lost. */
  readonly keyUnseen: boolean;
}

/** Makes a backup, or proves the newest one, on every host that has data. */
export const backUp = async (site: OpenSite, what: "now" | "verify", wish: Wish): Promise<BackupResult> => {
  const members = await backupMembers(site);
  return audited(site, `backup ${what}`, wish.report, async () => {
    const hosts = [];
    for (const member of members) {
      await runBackupProgram(member, member.commands[what], wish);
      const proved = await provedBackup(member);
      hosts.push({ host: member.host.name, ...(proved && { proved }) });
    }
    return { hosts, keyUnseen: await keyUnseen(members) };
  });
};

export interface ProvedBackup {
  /** ISO 8601: when it was restored and compared. */
  readonly at: string;
  /** ISO 8601: when it was made. */
  readonly backup: string;
  readonly tables: number;
  /** How long it took to restore it, and how large it is then: `seconds / bytes * 1e9` is what a gigabyte takes. */
  readonly seconds: number;
  readonly bytes: number;
}

/** The last proof; undefined: there was none. */
export const provedBackup = async ({ host, commands }: BackupMember): Promise<ProvedBackup | undefined> => {
  const bytes = await host.files.read(commands.proved);
  const [at = "", backup = "", , tables, seconds, size] = new TextDecoder().decode(bytes).trim().split(" ");
  return at === "" ? undefined : { at, backup, tables: Number(tables), seconds: Number(seconds), bytes: Number(size) };
};

export interface BackupList {
  readonly hosts: readonly {
    readonly host: string;
    readonly backups: readonly { readonly at: string; readonly id: string }[];
    /** ISO 8601: changes are copied up to then. */
    readonly copied?: string;
    readonly proved?: ProvedBackup;
  }[];
  readonly keyUnseen: boolean;
}

/** The backups that can be restored. */
export const listBackups = async (site: OpenSite, wish: Wish): Promise<BackupList> => {
  const members = await backupMembers(site);
  const hosts = members.map(async (member) => {
    const lines = (await runBackupProgram(member, member.commands.list, wish, true)).split("\n");
    const copied = lines.find((line) => line.startsWith("log "))?.slice(4);
    const proved = await provedBackup(member);
    return {
      host: member.host.name,
      backups: lines.flatMap((line) => {
        const [at = "", id = ""] = line.split(" ");
        return at === "" || at === "log" ? [] : [{ at, id }];
      }),
      ...(copied !== undefined && { copied }),
      ...(proved && { proved }),
    };
  });
  return { hosts: await Promise.all(hosts), keyUnseen: await keyUnseen(members) };
};

const keyUnseen = async (members: readonly BackupMember[]): Promise<boolean> => {
  const seen = await Promise.all(
    members.map(async ({ host, commands }) => (await host.files.look([commands.keyShown])).get(commands.keyShown)),
  );
  return seen.includes(undefined);
};

/** Runs one of its programs; each line that it prints is a step. Its output. Throws what its exit status means. */
export const runBackupProgram = async (
  { host, commands }: BackupMember,
  run: readonly string[],
  { report, signal }: Wish,
  quiet = false,
): Promise<string> => {
  const steps = stepsOf(report, quiet);
  const { exitCode, stdout, stderr } = await host.run(run, { signal, onLine: steps.line });
  signal.throwIfAborted();
  steps.end(exitCode === 0);
  if (exitCode !== 0) throw backupFault(host.name, commands.statuses, exitCode, stderr);
  return stdout.trim();
};

/** A step lasts until the next line; the last line is what was done. */
const stepsOf = (report: Report, quiet: boolean) => {
  let open: { readonly says: string; readonly since: number } | undefined;
  const step = "backup";
  const close = (ended: boolean): void => {
    if (open && ended) report({ kind: "end", step, says: open.says, seconds: (Date.now() - open.since) / 1000 });
    else if (open) report({ kind: "fail", step, says: open.says });
    open = undefined;
  };
  return {
    line: (says: string): void => {
      // What follows a step's name is for its end; complaints stand in the fault.
      if (quiet || !/^(?:Copying|Putting|Restoring|Forgetting|Looking)\b/u.test(says)) return;
      close(true);
      open = { says, since: Date.now() };
      report({ kind: "begin", step, says });
    },
    end: close,
  };
};

const none = (environment: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "backup.to",
    what: `The environment ${environment} has no backups.`,
    mend:
      environment === "local"
        ? 'On this machine they are only made when asked for: environments: { local: { backup: { to: "/folder" } } }, with a database; then `stead up`.'
        : 'Write backup: { to: "/mnt/backup" } in stead.config.ts, with a database, and run `stead up`.',
  });

const notSetUp = (host: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: host,
    what: "Backups are not set up there yet.",
    mend: "Run `stead up`, which sets them up.",
  });
