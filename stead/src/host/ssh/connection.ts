import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Secret } from "../../kernel/secret.ts";
import { leash } from "../local/leash.ts";
import { becomeRoot, rootCommand, type Rights } from "./become-root.ts";
import { controlSocket } from "./control-folder.ts";
import { awaitRights } from "./await-rights.ts";
import { detach } from "./detach.ts";
import { whileAwake } from "./keep-alive.ts";
import { shellOver, type Shell } from "./shell.ts";
import { asRead, READER, shellText, signOf } from "./shell-text.ts";
import { connectionLost, shellEnded } from "./ssh-faults.ts";
import { commandWords, connectionWords, sshEnvironment } from "./ssh-words.ts";
import type { SshServer } from "./ssh-server.ts";

/** An open connection: a shell of root, and ways to more of them over the same connection. */
export interface Connection {
  readonly shell: Shell;
  /** Of ssh's multiplexing. */
  readonly control: string;
  readonly rights: Rights;
  /** Another shell of root over it; undefined: sshd allows no further one on this connection (MaxSessions). Throws SSH_LOST. */
  readonly another: () => Promise<Shell | undefined>;
  /** Whether it still stands, by an answer of the server: a lost connection is noticed by each of its processes at another moment. */
  readonly stands: () => Promise<boolean>;
  /** Ends it, with all shells. */
  readonly end: () => Promise<void>;
}

/** Milliseconds that a connection may take to end by itself. */
const FAREWELL = 2_000;

/** Milliseconds that the first shell, which may be busy, is waited for: all processes of a lost connection have noticed by then. */
const ANSWER = 2_000;

export interface Operator {
  /** Asks the operator for a secret; undefined: nobody is there. */
  readonly askPassword: (question: string) => Promise<Secret | undefined>;
}

/**
 * Connects, and becomes root. Throws a SteadError that says why it did not come about. The connection ends with `shell`; also when this
 * process is killed, because its pipe ends then.
 */
export const connect = async (server: SshServer, operator: Operator): Promise<Connection> => {
  const control = controlSocket();
  rmSync(control, { force: true });
  const nonce = randomBytes(8).toString("hex");
  const words = connectionWords(server, ["ControlMaster=yes", `ControlPath=${control}`]);
  const child = startSsh([...words, `exec /bin/sh -c '${READER}'`]);
  child.stdin?.write(asRead(becomeRoot(nonce)));
  const { rights, password } = await awaitRights({ server, child, nonce, operator });
  const shell = shellOver(child, signOf(nonce));
  child.stdin?.write(asRead(shellText(nonce)));
  const shells = new Set<Shell>([shell]);
  return {
    shell,
    control,
    rights,
    another: async () => {
      const other = anotherShell(control, rights, password);
      if (await isUp(other)) return keptBeside(shell, shells, other);
      const words = await other.ended;
      if (shell.usable() && /refused by peer/u.test(words)) return undefined;
      throw (await stands(shell)) ? shellEnded(server, words) : connectionLost(server, await shell.ended);
    },
    stands: () => stands(shell),
    end: async () => {
      for (const each of shells) each.end();
      const impatience = setTimeout(shell.cut, FAREWELL);
      await shell.ended;
      clearTimeout(impatience);
    },
  };
};

/** One that is too busy to answer counts by whether ssh has given it up. */
const stands = async (first: Shell): Promise<boolean> => {
  const answer = first.ask({ kind: "task", script: ":", stdout: () => undefined, stderr: () => undefined });
  const patience = new AbortController();
  await Promise.race([answer, sleep(ANSWER, undefined, patience).catch(() => undefined)]);
  patience.abort();
  return first.usable();
};

/** It ends with the first one, also before its own process has noticed. */
const keptBeside = (first: Shell, shells: Set<Shell>, shell: Shell): Shell => {
  const one = { ...shell, usable: () => first.usable() && shell.usable() };
  shells.add(one);
  void shell.ended.then(() => shells.delete(one));
  return one;
};

const isUp = async (shell: Shell): Promise<boolean> => (await whileAwake(() => shell.up)) !== undefined;

const anotherShell = (control: string, rights: Rights, password: Secret | undefined): Shell => {
  const nonce = randomBytes(8).toString("hex");
  const child = startSsh([...commandWords(control), rootCommand(rights)]);
  const shell = shellOver(child, signOf(nonce));
  if (password) child.stdin?.write(`${password.reveal()}\n`);
  child.stdin?.write(asRead(shellText(nonce)));
  return shell;
};

/** In a session of its own: Ctrl-C on the terminal does not end it while we still clear up. */
const startSsh = (words: readonly string[]): ChildProcess => {
  const child = spawn("ssh", words, { detached: true, env: sshEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
  child.on("error", () => undefined);
  child.stdin?.on("error", () => undefined);
  if (child.pid !== undefined) child.once("exit", leash(child.pid));
  detach(child);
  return child;
};
