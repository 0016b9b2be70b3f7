import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { SteadError } from "../../kernel/errors.ts";
import type { Lock, LockHolder } from "../host.ts";
import { parseHolder, unknownHolder } from "../lock-holder.ts";
import { codeOf } from "./code-of.ts";

/** What flock(1) is told to answer when somebody else has it; any number that a shell does not use. */
const HELD = 75;

/**
 * Takes the kernel's lock on a file, or tells who has it. A child has it (Node has no flock), which ends when our end of
 * its pipe closes: so it is free again however this process ends, and no stale lock can exist.
 */
export const takeLock = async (file: string, holder: LockHolder, again = 5): Promise<Lock | LockHolder> => {
  const child = startHolder(file);
  const taken = await Promise.race([saysHeld(child), endsFirst(child)]);
  if (!taken) return refusal(file, child, () => takeLock(file, holder, again - 1), again);
  // The lock is the kernel's; on a full disk only its holder's name is missing, and the site can still be stopped.
  await noteHolder(file, JSON.stringify(holder)).catch(unlessFull);
  // A command that ends without a word must not be kept alive by its own lock.
  child.unref();
  return { release: () => release(file, child) };
};

/** Its own session, so that Ctrl-C on the terminal does not end it while we still clear up. */
const startHolder = (file: string): ChildProcess => {
  const wait = "echo held; exec cat >/dev/null";
  const words = ["--no-fork", "--nonblock", "--conflict-exit-code", String(HELD), file, "/bin/sh", "-c", wait];
  const child = spawn("flock", words, { detached: true, stdio: ["pipe", "pipe", "ignore"] });
  child.on("error", () => undefined);
  child.stdin?.on("error", () => undefined);
  return child;
};

const saysHeld = async (child: ChildProcess): Promise<true> => {
  if (child.stdout) await once(child.stdout, "data");
  child.stdout?.destroy();
  return true;
};

const endsFirst = (child: ChildProcess): Promise<false> =>
  once(child, "exit").then(
    () => false,
    () => false,
  );

const unlessFull = (fault: unknown): void => {
  if (codeOf(fault) !== "ENOSPC" && codeOf(fault) !== "EDQUOT") throw fault;
};

/** In place: a rename would give the file a new identity, and the lock belongs to the old one. */
const noteHolder = async (path: string, text: string): Promise<void> => {
  const file = await open(path, "r+");
  try {
    await file.truncate();
    await file.write(text, 0);
  } finally {
    await file.close();
  }
};

const release = async (file: string, child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await noteHolder(file, "");
  child.ref();
  const ended = once(child, "exit");
  child.stdin?.end();
  await ended;
};

const refusal = async (
  file: string,
  child: ChildProcess,
  tryAgain: () => Promise<Lock | LockHolder>,
  again: number,
): Promise<Lock | LockHolder> => {
  if (child.exitCode === HELD) return (await holderOf(file)) ?? (again > 0 ? tryAgain() : unknownHolder());
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: file,
    what: `The lock cannot be taken (flock: ${child.exitCode ?? child.signalCode ?? "cannot be started"}).`,
    mend: "See that flock (package util-linux) is installed and that the folder belongs to you.",
  });
};

/** Who has it has just begun to write its name, perhaps. undefined: it has none, so it may just be giving the lock back. */
const holderOf = async (file: string): Promise<LockHolder | undefined> => {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const holder = parseHolder(await readFile(file, "utf8").catch(() => ""));
    if (holder) return holder;
    await sleep(10);
  }
  return undefined;
};
