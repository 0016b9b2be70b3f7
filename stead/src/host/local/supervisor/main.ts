import { existsSync, rmSync, writeFileSync } from "node:fs";
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
setInterval(() => {
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
