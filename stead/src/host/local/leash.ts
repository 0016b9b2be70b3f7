import { spawn, type ChildProcess } from "node:child_process";

/**
 * Keeps the list of process groups that must not outlive this process, and kills them when its pipe closes: that is also
 * when this process gets a SIGKILL. A shell of its own session, so that Ctrl-C does not reach it.
 */
const KEEPER = `groups=" "
while read -r verb group; do
  case "$verb" in
    hold) groups="$groups$group " ;;
    free) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done 2>/dev/null`;

let keeper: ChildProcess | undefined;

/** Ties a process group to the life of this process. The answer unties it, once the group has ended. */
export const leash = (group: number): (() => void) => {
  tell(`hold ${group}`);
  return () => tell(`free ${group}`);
};

const tell = (line: string): void => {
  keeper ??= startKeeper();
  keeper.stdin?.write(`${line}\n`);
};

const startKeeper = (): ChildProcess => {
  const child = spawn("/bin/sh", ["-c", KEEPER], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.on("error", () => undefined);
  child.stdin?.on("error", () => undefined);
  child.unref();
  // It must not keep this process alive. A child's pipe is a socket, whose type does not say that it has unref.
  const pipe: unknown = child.stdin;
  if (hasUnref(pipe)) pipe.unref();
  return child;
};

const hasUnref = (pipe: unknown): pipe is { unref(): void } =>
  typeof pipe === "object" && pipe !== null && "unref" in pipe && typeof pipe.unref === "function";
