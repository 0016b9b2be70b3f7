import { mkdirSync } from "node:fs";
import { isLock } from "../../src/host/host.ts";
import { openLocalHost } from "../../src/host/local/local-host.ts";

/** Installs the named package as a command would, under its lock, and prints what it saw. */
const [name = ""] = process.argv.slice(2);
mkdirSync("/srv/site", { recursive: true });
const host = await openLocalHost({ folder: "/srv/site" });
const wanted = [{ name, provides: `/usr/sbin/${name}` }];
const said: string[] = [];

const lock = await host.lock({ verb: "up", by: "root", pid: process.pid, since: new Date().toISOString() });
const before = await host.packages.missing(wanted);
if (before.length > 0) await host.packages.install(wanted, (line) => said.push(line));
if (isLock(lock)) await lock.release();
console.log(JSON.stringify({ before, said, after: await host.packages.missing(wanted) }));
