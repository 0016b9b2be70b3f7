import { connectionLost, lockLost, shellEnded, tooFewSessions, unheard } from "./ssh-faults.ts";
import { connect, type Connection, type Operator } from "./connection.ts";
import type { Outcome, Request, Shell } from "./shell.ts";
import { programShells } from "./program-shells.ts";
import type { SshServer } from "./ssh-server.ts";

/** The way to a server, whether a connection is open right now or not. */
export interface Link {
  readonly server: SshServer;
  /** A task of the first shell, one after the other: its outcome and output. Throws a SteadError when there is no answer. */
  readonly task: (script: string, input?: Uint8Array) => Promise<TaskResult>;
  /** Runs something in a shell that does nothing else meanwhile. */
  readonly withShell: <Result>(work: (shell: Shell) => Promise<Result>) => Promise<Result>;
  /** A shell for what lasts, until it is given back. */
  readonly borrow: () => Promise<{ readonly shell: Shell; readonly giveBack: () => void }>;
  readonly connection: () => Promise<Connection>;
  /** A request by itself, whose answer must come. */
  readonly ask: (shell: Shell, request: Request) => Promise<Answer>;
  /** From now on requests count only while this token is the lock's; undefined: no longer. */
  readonly guard: (token: string | undefined) => void;
  readonly close: () => Promise<void>;
}

/** An outcome that is the caller's affair; all others are thrown. */
export type Answer = Exclude<Outcome, "lock-lost" | "unheard">;

export interface TaskResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Connects when first asked for something; again when the connection was lost. */
export const openLink = (server: SshServer, operator: Operator): Link => {
  let opening: Promise<Connection> | undefined;
  let token: string | undefined;
  const connection = async (): Promise<Connection> => {
    const known = opening;
    const before = await known;
    if (before?.shell.usable()) return before;
    // Of several who find it lost at once only the first begins anew.
    return opening === undefined || opening === known ? begin() : opening;
  };
  /** Who asks while it opens shares what comes of it; who asks later begins anew. */
  const begin = (): Promise<Connection> => {
    const begun = connect(server, operator);
    opening = begun;
    begun.catch(() => {
      if (opening === begun) opening = undefined;
    });
    return begun;
  };
  const ask = async (shell: Shell, request: Request): Promise<Answer> => {
    const outcome = await shell.ask({ ...request, ...(token === undefined ? {} : { token }) });
    if (outcome === "lock-lost") throw lockLost(server);
    if (outcome === "unheard") throw unheard(server);
    if (outcome !== undefined) return outcome;
    throw await lost(shell);
  };
  const lost = async (shell: Shell): Promise<Error> => {
    const words = await shell.ended;
    const current = await opening?.catch(() => undefined);
    if (await current?.stands()) return shellEnded(server, words);
    return connectionLost(server, (await current?.shell.ended) ?? words);
  };
  const shells = programShells(connection, () => tooFewSessions(server));
  return {
    server,
    connection,
    ask,
    withShell: shells.withShell,
    borrow: shells.borrow,
    guard: (wanted) => {
      token = wanted;
    },
    task: async (script, input) => performTask(ask, (await connection()).shell, script, input),
    close: async () => {
      const current = await opening?.catch(() => undefined);
      opening = undefined;
      await current?.end();
    },
  };
};

const performTask = async (
  ask: Link["ask"],
  shell: Shell,
  script: string,
  input: Uint8Array | undefined,
): Promise<TaskResult> => {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const outcome = await ask(shell, {
    kind: "task",
    script,
    ...(input ? { input } : {}),
    stdout: (chunk) => stdout.push(chunk),
    stderr: (chunk) => stderr.push(chunk),
  });
  return { status: Number(outcome), stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
};
