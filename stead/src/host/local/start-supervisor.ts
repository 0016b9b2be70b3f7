import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { SteadError } from "../../kernel/errors.ts";
import { operator } from "./accounts.ts";
import { leastEnvironment } from "./environment-for.ts";
import { makePlaces } from "./make-places.ts";
import type { Places } from "./places.ts";
import { livingProcesses } from "./processes.ts";
import { run } from "./run.ts";
import { ask, askIfThere } from "./supervisor-client.ts";
import { PROTOCOL, supervisorFiles } from "./supervisor/protocol.ts";
import { openLog } from "./supervisor/open-log.ts";
import { tailOf } from "./supervisor/log-tail.ts";

/** Milliseconds a supervisor may take until it answers; it needs about 100. */
const PATIENCE = 10_000;

/** What flock(1) is told to answer when another supervisor has the guard. */
const GUARDED = 75;

/** Makes sure that a supervisor of this version answers. One of another version leaves first; its units live on. */
export const ensureSupervisor = async (places: Places): Promise<void> => {
  const version = await askIfThere(places, "version");
  if (version === PROTOCOL) return;
  if (version !== undefined) await ask(places, { do: "leave" });
  await makePlaces(places);
  await startOne(places);
};

const startOne = async (places: Places): Promise<void> => {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const child = spawnOne(places);
    const ended = once(child, "exit").catch(() => undefined);
    let exited: boolean = false;
    void ended.then(() => (exited = true));
    while (!exited && Date.now() < end) {
      if ((await askIfThere(places, "version")) === PROTOCOL) return;
      await Promise.race([sleep(5), ended]);
    }
    // Another command may just be starting one, or an old one is about to leave.
    if (exited && child.exitCode !== GUARDED) break;
    if ((await askIfThere(places, "version")) === PROTOCOL) return;
    await sleep(20);
  }
  throw noAnswer(places);
};

/** Detached, so that neither this command's end nor its terminal's ends it. flock becomes the supervisor. */
const spawnOne = (places: Places): ChildProcess => {
  const log = openLog(join(places.home, supervisorFiles.log, "supervisor.log"));
  try {
    const guard = ["--no-fork", "--nonblock", "--conflict-exit-code", String(GUARDED)];
    const program = [process.execPath, mainFile(), places.home, places.run];
    const child = spawn("flock", [...guard, join(places.home, supervisorFiles.guard), ...program], {
      cwd: "/",
      detached: true,
      // What Node makes of our TypeScript is kept (nodejs.org/api/module.html): the next start is faster.
      env: { ...leastEnvironment(operator().name), NODE_COMPILE_CACHE: join(places.home, "cache/compiled") },
      stdio: ["ignore", log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
};

/** In the repository this file is TypeScript, in the published package JavaScript; its neighbour is alike. */
const mainFile = (): string =>
  fileURLToPath(new URL(`supervisor/main${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));

const noAnswer = (places: Places): SteadError => {
  const log = join(places.home, supervisorFiles.log, "supervisor.log");
  const pid = readGuard(places);
  const holder = pid > 0 && livingProcesses().find((found) => found.pid === pid);
  if (holder) return heldElsewhere(places, pid);
  return new SteadError({
    code: "UNIT_NOT_READY",
    where: "supervisor",
    what: "The process that keeps the site running does not start.",
    mend: `Its log is ${log}.`,
    lines: tailOf(log, 20),
  });
};

const readGuard = (places: Places): number => {
  try {
    return Number(readFileSync(join(places.home, supervisorFiles.guard), "utf8"));
  } catch {
    return 0;
  }
};

/**
 * Throws LOCKED when a supervisor keeps the site running, but not where this command looks for it. One that is just ending is
 * waited for.
 */
export const refuseHeldElsewhere = async (places: Places): Promise<void> => {
  const guard = join(places.home, supervisorFiles.guard);
  if (!existsSync(guard)) return;
  const { exitCode } = await run(["flock", "--wait", "2", "--conflict-exit-code", String(GUARDED), guard, "true"]);
  if (exitCode === GUARDED) throw heldElsewhere(places, readGuard(places));
};

/** The site's folder was moved, or another user started the site: its sockets are not where this command looks. */
const heldElsewhere = (places: Places, pid: number): SteadError =>
  new SteadError({
    code: "LOCKED",
    where: places.home,
    what: `The site is kept running by process ${pid}, which was started by another user or before the folder was moved.`,
    mend: `Stop the site as that user, or end it with all its processes: kill ${pid}`,
  });
