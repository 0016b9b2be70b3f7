import { randomBytes } from "node:crypto";
import { SteadError } from "../../kernel/errors.ts";
import type { Host, Lock, LockHolder } from "../host.ts";
import { parseHolder, unknownHolder } from "../lock-holder.ts";
import { whileAwake } from "./keep-alive.ts";
import type { Answer, Link } from "./link.ts";
import { LOCK_FILE } from "./lock-file.ts";
import { quote } from "./quote.ts";
import type { Shell } from "./shell.ts";

/** What the holding shell ends with when somebody else has the lock; any number that a shell does not use. */
const HELD = 75;

/** Milliseconds between our heartbeats. */
const HEARTBEAT = 4_000;

/**
 * Takes the server's lock, or tells who has it. It is the kernel's (flock(2)), on a descriptor of one remote shell that lives only while
 * our words arrive: so it is free again however we, or the connection, end. Requests of this handle carry its token from then on.
 */
export const lockOver =
  (link: Link): Host["lock"] =>
  async (holder) => {
    const { shell, giveBack } = await link.borrow();
    const token = randomBytes(12).toString("hex");
    const said = { stdout: "", stderr: "" };
    const held = Promise.withResolvers<true>();
    const asked = link.ask(shell, {
      kind: "hold",
      script: holdScript(token, JSON.stringify(holder)),
      stdout: (chunk) => {
        said.stdout += chunk.toString();
        if (said.stdout.startsWith("held\n")) held.resolve(true);
      },
      stderr: (chunk) => (said.stderr += chunk.toString()),
    });
    const over = asked.finally(giveBack);
    const first = await whileAwake(() => Promise.race([held.promise, over]));
    if (first === true) return keep(link, shell, token, over);
    return first === HELD ? (holderIn(said.stdout) ?? unknownHolder()) : notTaken(link, said.stderr);
  };

const keep = (link: Link, shell: Shell, token: string, over: Promise<Answer>): Lock => {
  link.guard(token);
  const heart = setInterval(() => shell.say("alive\n"), HEARTBEAT);
  // A command that ends without a word must not be kept alive by its own lock.
  heart.unref();
  let released = false;
  const ended = over
    .catch(() => undefined)
    .finally(() => {
      clearInterval(heart);
      // The shell that had it ended by itself: nothing more may be changed under its name.
      if (!released) link.guard("lost");
    });
  return {
    release: async () => {
      released = true;
      link.guard(undefined);
      shell.say("release\n");
      await whileAwake(() => ended);
    },
  };
};

/** `dd` takes what is there, or nothing at the end; killed by `timeout` it says nothing. Only the shell has the lock: 9 is closed for others. */
const holdScript = (token: string, holder: string): string => `
mkdir -p -m 755 /run/stead
umask 077
exec 9>>${LOCK_FILE} || exit 1
if ! flock --nonblock --conflict-exit-code ${HELD} 9; then
  for again in 1 2 3 4 5 6 7 8 9 10; do
    [ -s ${LOCK_FILE} ] && break
    sleep 0.05
  done
  cat ${LOCK_FILE}
  exit ${HELD}
fi
printf '%s\\n' ${quote(token)} ${quote(holder)} >${LOCK_FILE} || echo full >&2
echo held
while :; do
  heard=$(timeout --foreground 20 dd bs=64k count=1 2>/dev/null <&3 9>&-; echo .)
  case $heard in
    .) break ;;
    *release*) : >${LOCK_FILE}; break ;;
  esac
done
`;

/** The file has the token, then who took it. */
const holderIn = (text: string): LockHolder | undefined => parseHolder(text.split("\n")[1] ?? "");

const notTaken = (link: Link, words: string): never => {
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: `${LOCK_FILE} on ${link.server.name}`,
    what: "The lock cannot be taken.",
    mend: "See what the server said below.",
    lines: words.trim().split("\n"),
  });
};
