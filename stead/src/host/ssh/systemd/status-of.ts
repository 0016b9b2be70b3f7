import { constants } from "node:os";
import type { UnitStatus } from "../../../state/observations.ts";
import type { FoundUnit, Shown } from "./read-units.ts";
import type { SitePaths } from "./unit-file.ts";
import { renderService } from "./unit-file.ts";

/** What Stead says of a unit, from what systemd does. `now`: milliseconds since the epoch, by the server's clock. */
export const statusOf = (paths: SitePaths, unit: FoundUnit, now: number): UnitStatus => {
  const { notes, shown, name, timer, resident } = unit;
  const pid = Number(shown["MainPID"] ?? 0);
  const exit = lastExit(shown);
  const drift = driftOf(paths, unit);
  return {
    name,
    state: notes.definition.schedule ? scheduledState(shown) : stateOf(unit, now),
    since: timeOf(shown["StateChangeTimestamp"]) ?? now,
    restarts: Number(shown["NRestarts"] ?? 0),
    definition: notes.definition,
    ...(pid > 0 ? { pid, memoryBytes: resident } : {}),
    ...startSeconds(shown),
    ...(exit === undefined ? {} : { lastExit: exit }),
    ...(drift === undefined ? {} : { drift }),
    ...(timer ? scheduledPart(unit, timer) : {}),
  };
};

type State = UnitStatus["state"];

const stateOf = (unit: FoundUnit, now: number): State => {
  const { ActiveState: active = "", SubState: sub = "" } = unit.shown;
  if (active === "active" || active === "reloading") return "ready";
  if (active === "inactive") return "stopped";
  if (active !== "activating" || sub.startsWith("auto-restart")) return "failing";
  return isHeldBack(unit) || isLate(unit, now) ? "failing" : "starting";
};

const isHeldBack = ({ shown }: FoundUnit): boolean =>
  shown["SubState"] === "start-pre" && Number(shown["NRestarts"] ?? 0) > 2;

const isLate = ({ shown, notes: { definition } }: FoundUnit, now: number): boolean =>
  now - (timeOf(shown["InactiveExitTimestamp"]) ?? now) > definition.readyTimeout * 1000;

const scheduledState = ({ ActiveState }: Shown): State =>
  ActiveState === "active" || ActiveState === "activating" ? "ready" : "waiting";

/** Of a service that is ready: from its process's start until its probe passed. */
const startSeconds = (shown: Shown): { readonly startSeconds?: number } => {
  const [from, to] = [timeOf(shown["ExecMainStartTimestamp"]), timeOf(shown["ActiveEnterTimestamp"])];
  return from === undefined || to === undefined || to < from ? {} : { startSeconds: (to - from) / 1000 };
};

const scheduledPart = ({ shown, notes: { definition } }: FoundUnit, timer: Shown): Partial<UnitStatus> => {
  const next = timeOf(timer["NextElapseUSecRealtime"]);
  const [at, end] = [timeOf(shown["ExecMainStartTimestamp"]), timeOf(shown["ExecMainExitTimestamp"])];
  const result =
    shown["Result"] === "timeout" ? `cut off after ${definition.schedule?.timeout ?? 0} s` : lastExit(shown);
  return {
    ...(next === undefined ? {} : { next }),
    ...(at === undefined || end === undefined || result === undefined
      ? {}
      : { lastRun: { at, seconds: Math.max(0, end - at) / 1000, result } }),
  };
};

/** How its process last ended, in the words that `local` uses; undefined: it has not, or systemd has forgotten since. */
export const lastExit = (shown: Shown): string | undefined => {
  if (timeOf(shown["ExecMainExitTimestamp"]) === undefined) return undefined;
  return sayExit(Number(shown["ExecMainCode"]), Number(shown["ExecMainStatus"]));
};

/** CLD_EXITED of waitid(2); the others are signals. */
const EXITED = 1;

/** Statuses with which systemd says that it could not even start a program (systemd.exec(5), "Process Exit Codes"). */
const cannotStart = {
  200: "its folder",
  203: "its program",
  216: "its group",
  217: "its account",
  226: "its sandbox",
} as const;

export const sayExit = (code: number, status: number): string => {
  if (code !== EXITED) return `signal ${signalName(status)}`;
  const what = (cannotStart as Readonly<Record<number, string>>)[status];
  return what === undefined ? `exit status ${status}` : `exit status ${status}: systemd could not take ${what}`;
};

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);

/** Another version of Stead may write the same unit otherwise: that is told apart from what somebody changed. */
export const driftOf = (paths: SitePaths, { text, notes, shown }: FoundUnit): string | undefined => {
  if (!notes.untouched) return "its unit file was changed by hand";
  if (text !== renderService(paths, notes.definition, notes.order))
    return "another version of Stead wrote its unit file";
  return shown["NeedDaemonReload"] === "yes" ? "systemd has not read what was added to its unit file" : undefined;
};

/** `Mon 2026-11-23 15:27:26.178437 UTC`; undefined: nothing or `n/a`. */
export const timeOf = (text: string | undefined): number | undefined => {
  const match = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?) UTC$/u.exec(text ?? "");
  return match ? Date.parse(`${match[1]}T${match[2]?.slice(0, 12)}Z`) : undefined;
};
