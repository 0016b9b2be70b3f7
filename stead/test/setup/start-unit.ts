import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Probe, Unit } from "../../src/state/vocabulary.ts";
import { unprivileged } from "./site-on-disk.ts";

/** A unit's process, started as it says and followed until it is ready. */
export interface RunningUnit {
  readonly child: ChildProcess;
  log(): string;
  /** Runs the unit's reload; throws with its words when it fails. */
  reload(): void;
  /** Asks it to end as the unit says, and waits. */
  stop(): Promise<void>;
}

/** Starts a unit unprivileged, without a service manager. Throws with its log when it does not get ready. */
export const startUnit = async (unit: Unit): Promise<RunningUnit> => {
  const [program = "", ...words] = unit.run;
  const child = spawn(program, words, {
    cwd: unit.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ...unit.environment },
    ...unprivileged,
    // A session of its own, so that what is left of it can be ended as the supervisor does.
    detached: true,
  });
  const lines: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => lines.push(part));
  child.stderr.on("data", (part: Buffer) => lines.push(part));
  const log = (): string => Buffer.concat(lines).toString();
  await ready(unit, child, log);
  return {
    child,
    log,
    reload: () => reload(unit, child),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(unit.stop.signal);
      const limit = setTimeout(
        () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"),
        unit.stop.timeout * 1000,
      );
      await once(child, "exit");
      clearTimeout(limit);
    },
  };
};

/** Runs a command as the unit's account would; stderr in the result. */
export const runQuietly = (
  words: readonly string[],
  as: object = unprivileged,
): { readonly exitCode: number; readonly output: string } => {
  const [program = "", ...rest] = words;
  const ended = spawnSync(program, rest, {
    encoding: "utf8",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    timeout: 20_000,
    ...as,
  });
  return { exitCode: ended.status ?? 124, output: `${ended.stdout}${ended.stderr}` };
};

/** The unit's trial of candidate files in a folder. */
export const verify = (unit: Pick<Unit, "verify">, folder: string): ReturnType<typeof runQuietly> =>
  runQuietly(
    (unit.verify?.run ?? ["false"]).map((word) => word.replaceAll("{folder}", folder)),
    unit.verify?.asRoot ? {} : unprivileged,
  );

const ready = async (unit: Unit, child: ChildProcess, log: () => string): Promise<void> => {
  for (const end = Date.now() + unit.readyTimeout * 1000; Date.now() < end && child.exitCode === null;) {
    if (await passes(unit.ready)) return;
    await sleep(50);
  }
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  throw new Error(`${unit.name} is not ready.\n${log()}`);
};

const passes = async (probe: Probe): Promise<boolean> => {
  if (probe.kind === "command") return runQuietly(probe.run).exitCode === 0;
  return new Promise((resolve) => {
    const target = "socket" in probe.at ? { path: probe.at.socket } : { host: probe.at.address, port: probe.at.port };
    const socket = createConnection(target, () => (socket.destroy(), resolve(true)));
    socket.on("error", () => resolve(false));
  });
};

const reload = (unit: Unit, child: ChildProcess): void => {
  if (!unit.reload) throw new Error(`${unit.name} cannot reload.`);
  if ("signal" in unit.reload) {
    child.kill(unit.reload.signal);
    return;
  }
  const { exitCode, output } = runQuietly(unit.reload.run);
  if (exitCode !== 0) throw new Error(`The reload of ${unit.name} failed.\n${output}`);
};
