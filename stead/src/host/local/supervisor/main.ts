import { existsSync, fstatSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { supervisorFiles } from "./protocol.ts";
import { rotateLogs } from "./rotate-logs.ts";
import { serve } from "./serve.ts";
import { Supervisor } from "./supervisor.ts";
import { touch } from "./touch.ts";

/**
 * The supervisor's process: `main.ts HOME RUN`, started through flock(1), whose lock on HOME/supervisor.lock it carries
 * for as long as it lives. Its own words go to HOME/log/supervisor.log.
 */
const [home = "", run = ""] = process.argv.slice(2);
const logs = join(home, supervisorFiles.log);
const socket = join(run, supervisorFiles.socket);
const records = join(run, supervisorFiles.units);
/** The site's state itself, under whatever name. */
const state = openSync(home, "r");

const note = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

// One unit's fault must not take the others down.
process.on("uncaughtException", (fault) => note(`unexpected: ${fault.stack ?? fault.message}`));
process.on("unhandledRejection", (fault) => note(`unexpected: ${String(fault)}`));
// It belongs to no terminal.
process.on("SIGINT", () => undefined);
process.on("SIGHUP", () => undefined);

// Whoever cannot reach it finds here who has the site.
writeFileSync(join(home, supervisorFiles.guard), `${process.pid}\n`);

const supervisor = new Supervisor({ records, logs, note });
await supervisor.adopt();
note(`started (pid ${process.pid})`);

const leave = (): void => {
  rmSync(socket, { force: true });
  note("ended");
  process.exit(0);
};
let server = serve(socket, supervisor, { leave });

// At once, for it may be killed: the next start is then faster.
flushCompileCache();

process.on("SIGTERM", () => void supervisor.stopAll().finally(leave));

/** Milliseconds between two rounds of housekeeping. */
const ROUND = 2_000;

/** Rounds without any unit after which nobody needs a supervisor. */
const IDLE_ROUNDS = 15;

/** Rounds between two touches. */
const TOUCH_ROUNDS = 1_800;

let rounds = 0;
let idle = 0;
const housekeeping = setInterval(() => {
  if (isRemoved()) return followRemoval();
  rounds += 1;
  idle = supervisor.isEmpty ? idle + 1 : 0;
  if (idle >= IDLE_ROUNDS) leave();
  rotateLogs(logs);
  if (rounds % TOUCH_ROUNDS === 0) touch(run);
  if (existsSync(run) && !existsSync(socket)) {
    note("somebody removed the socket: made anew");
    server.close();
    server = serve(socket, supervisor, { leave });
    supervisor.record();
  }
}, ROUND);

/** It has no name any more (stat(2)); and where a file system counts no names, another folder or none stands in its place. */
function isRemoved(): boolean {
  const { nlink, ino } = fstatSync(state);
  return nlink === 0 && statSync(home, { throwIfNoEntry: false })?.ino !== ino;
}

/**
 * With the state the right to be is gone, too: another supervisor could get its lock. Where a command has made the state anew, that
 * one takes over the units; else nobody wants them, and no command will ever find them again.
 */
function followRemoval(): void {
  clearInterval(housekeeping);
  if (existsSync(join(home, "where"))) {
    note("the site's state was made anew: another supervisor takes over");
    return leave();
  }
  note("somebody removed the site: stopping it");
  void supervisor.stopAll().finally(() => {
    rmSync(run, { recursive: true, force: true });
    leave();
  });
}
