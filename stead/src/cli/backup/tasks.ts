import { text } from "node:stream/consumers";
import { plural, sayBytes, sayDuration } from "../../kernel/text.ts";
import type { BackupList, BackupResult } from "../../operations/backup.ts";
import type { OpenSite } from "../../operations/open-site.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Call } from "../verb.ts";

type Task = (call: Call, site: OpenSite) => Promise<void>;

const progressOf = ({ report, interruption }: Call) => ({ report, signal: interruption.signal });

const backingUp =
  (what: "now" | "verify"): Task =>
  async (call, site) => {
    const { backUp } = await import("../../operations/backup.ts");
    const result = await backUp(site, what, progressOf(call));
    sayOutcome(call.screen, result, (paint) => sayResult(result, paint));
  };

const list: Task = async (call, site) => {
  const { listBackups } = await import("../../operations/backup.ts");
  const result = await listBackups(site, progressOf(call));
  sayOutcome(call.screen, result, (paint) => sayList(result, paint));
};

const key: Task = async (call, site) => {
  const { setBackupKey, showBackupKey } = await import("../../operations/backup/key.ts");
  if (call.choices.flag("set")) {
    await setBackupKey(site, (await text(process.stdin)).trim());
    return sayOutcome(call.screen, {}, (paint) => `${paint("green", "✔")} The key is set.`);
  }
  const result = await showBackupKey(site);
  sayOutcome(
    call.screen,
    result,
    () =>
      `${result.key}\n\nKeep this line where the server's loss does not reach it: a password manager, paper in a safe. Without it nobody,\nnot even you, can read the backups.`,
  );
};

/** What `stead backup` does, by the word after it. */
export const tasks = { now: backingUp("now"), list, verify: backingUp("verify"), key } satisfies Readonly<
  Record<string, Task>
>;

const sayResult = ({ hosts, keyUnseen }: BackupResult, paint: Paint): string =>
  [
    ...hosts.map(({ host, proved }) =>
      proved === undefined
        ? `${paint("yellow", "!")} The backup of ${host} is not proved.`
        : `${paint("green", "✔")} The backup of ${host} of ${sayTime(new Date(proved.backup))} is proved: restored in ${sayDuration(proved.seconds)} (${sayBytes(proved.bytes)}, ${Math.ceil((proved.seconds / proved.bytes) * 1e9)} s per GB), ${plural(proved.tables, "table")} alike.`,
    ),
    ...sayUnseen(keyUnseen, paint),
  ].join("\n");

const sayList = ({ hosts, keyUnseen }: BackupList, paint: Paint): string =>
  [
    ...hosts.flatMap(({ host, backups, copied, proved }) => [
      paint("bold", host),
      sayTable(
        backups.map(({ at, id }) => [sayTime(new Date(at)), id, at === proved?.backup ? "proved by a restore" : ""]),
        { indent: 2 },
      ),
      ...(copied === undefined ? [] : [`  Changes are copied up to ${sayTime(new Date(copied))}.`]),
    ]),
    ...sayUnseen(keyUnseen, paint),
  ].join("\n");

const sayUnseen = (unseen: boolean, paint: Paint): readonly string[] =>
  unseen
    ? [
        `${paint("yellow", "!")} Nobody has seen the key yet. Without it nothing can be restored once the server is lost: \`stead backup key\` shows it, to be kept elsewhere.`,
      ]
    : [];
