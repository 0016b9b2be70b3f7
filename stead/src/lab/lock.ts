import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { LAB_FOLDER, type Lab } from "./lab.ts";

/**
 * Does work on a lab while nobody else does any on it. The lock is the kernel's (flock(1)), held by a child that ends with
 * this process, so none is ever left. Throws LOCKED.
 */
export const withLabLock = async <T>(machine: Host, lab: Lab, work: () => Promise<T>): Promise<T> => {
  await machine.files.makeFolder(LAB_FOLDER, { mode: 0o755 });
  const release = await take(machine, `${LAB_FOLDER}/.${lab.name}.lock`);
  if (!release) throw locked(lab);
  try {
    return await work();
  } finally {
    await release();
  }
};

/** Whoever holds the lock last takes its file away; one that waited for a file that is gone tries again (`-ef`). */
const HOLD = `exec 9>"$1"
flock --nonblock 9 && [ "$1" -ef /proc/self/fd/9 ] || exit 1
echo held
exec sleep infinity`;

const take = async (machine: Host, file: string): Promise<(() => Promise<void>) | undefined> => {
  const end = new AbortController();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const ended = machine
    .run(["/bin/bash", "-c", HOLD, "stead-lab", file], { signal: end.signal, onLine: () => resolve(true) })
    .finally(() => resolve(false));
  if (!(await promise)) {
    await ended;
    return undefined;
  }
  return async () => {
    await machine.files.remove(file);
    end.abort();
    await ended;
  };
};

const locked = (lab: Lab): SteadError =>
  new SteadError({
    code: "LOCKED",
    where: `the lab ${lab.name}`,
    what: "another command is changing it.",
    mend: "Wait until it has ended, then type this again.",
  });
