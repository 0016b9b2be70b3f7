import type { ChildProcess } from "node:child_process";
import type { SteadError } from "../../kernel/errors.ts";
import type { Secret } from "../../kernel/secret.ts";
import type { Rights } from "./become-root.ts";
import type { Operator } from "./connection.ts";
import { hostKeyChanged, hostKeyUnknown } from "./host-key-faults.ts";
import { asleep, awake } from "./keep-alive.ts";
import { readMarked } from "./marked-stream.ts";
import { signOf } from "./shell-text.ts";
import { connectionLost, loginRefused, noShell, placeOf, reasonOf, sshMissing, unreachable } from "./ssh-faults.ts";
import type { SshServer } from "./ssh-server.ts";
import { sudoNeedsPassword, sudoPasswordWrong, sudoRefused } from "./sudo-faults.ts";

interface Beginning {
  readonly server: SshServer;
  readonly child: ChildProcess;
  readonly nonce: string;
  readonly operator: Operator;
}

/** Waits until the first shell is root's. Throws a SteadError that says why it is not. */
export const awaitRights = async (
  beginning: Beginning,
): Promise<{ readonly rights: Rights; readonly password?: Secret }> => {
  const { server, child, operator } = beginning;
  awake();
  try {
    const hears = listenTo(beginning);
    const answer = await hears.next();
    if (answer === "root" || answer === "sudo") return { rights: answer };
    if (answer === "no-sudo") throw sudoRefused(server);
    if (answer !== "password") throw await notConnected(beginning, hears);
    const password = await operator.askPassword(`Password of sudo on ${server.name} (${placeOf(server)}): `);
    if (!password) throw sudoNeedsPassword(server);
    child.stdin?.write(`${password.reveal()}\n`);
    if ((await hears.next()) === "in") return { rights: "password", password };
    throw sudoFault(server, hears.words());
  } catch (fault) {
    child.kill("SIGKILL");
    throw fault;
  } finally {
    asleep();
    child.stdout?.removeAllListeners("data");
    child.stderr?.removeAllListeners("data");
  }
};

interface Hears {
  /** The next mark; undefined: it ended, or sudo refused, before one came. */
  readonly next: () => Promise<string | undefined>;
  /** What was said beside the marks. */
  readonly words: () => string;
  readonly fault: () => Error | undefined;
}

const listenTo = ({ child, nonce }: Beginning): Hears => {
  const marks: (string | undefined)[] = [];
  let words = "";
  let fault: Error | undefined;
  let waiting: ((mark: string | undefined) => void) | undefined;
  const push = (mark: string | undefined): void => {
    if (waiting) waiting(mark);
    else marks.push(mark);
    waiting = undefined;
  };
  const mark = readMarked(signOf(nonce), { data: (chunk) => (words += chunk.toString()), mark: push });
  child.stdout?.on("data", mark);
  child.stderr?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
    // sudo would ask twice more, and take what follows for passwords.
    if (/^Sorry, try again/mu.test(words)) push(undefined);
  });
  child.once("error", (error) => {
    fault = error;
    push(undefined);
  });
  child.once("close", () => push(undefined));
  return {
    next: () =>
      marks.length > 0
        ? Promise.resolve(marks.shift())
        : new Promise((resolve) => {
            waiting = resolve;
          }),
    words: () => words.trim(),
    fault: () => fault,
  };
};

const notConnected = async ({ server, child }: Beginning, hears: Hears): Promise<SteadError> => {
  if (hears.fault()) return sshMissing(server);
  const words = hears.words();
  // 255 is ssh's own; any other status is of what the log-in ran.
  if (child.exitCode !== null && child.exitCode !== 255) return noShell(server, words);
  return {
    SSH_HOST_KEY_UNKNOWN: hostKeyUnknown,
    SSH_HOST_KEY_CHANGED: hostKeyChanged,
    SSH_LOGIN_REFUSED: loginRefused,
    SSH_UNREACHABLE: unreachable,
  }[reasonOf(words)](server, words);
};

const sudoFault = (server: SshServer, words: string): SteadError => {
  if (/Sorry, try again|incorrect password/u.test(words)) return sudoPasswordWrong(server);
  return /sudo|sudoers/u.test(words) ? sudoRefused(server, words) : connectionLost(server, words);
};
