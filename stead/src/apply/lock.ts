import { userInfo } from "node:os";
import { SteadError, type Fault } from "../kernel/errors.ts";
import { isLock, type Host, type Lock, type LockHolder } from "../host/host.ts";

/**
 * Does work while holding the lock of all hosts. They are taken in the order of their names, so that two verbs never
 * wait for each other; what was taken is given back, whatever happens. Throws LOCKED, naming who holds it.
 */
export const withLock = async <T>(
  hosts: Iterable<Host>,
  { verb, site }: { readonly verb: string; readonly site?: string },
  work: () => Promise<T>,
): Promise<T> => {
  const since = new Date().toISOString();
  const holder = { verb, by: userInfo().username, pid: process.pid, since, ...(site !== undefined && { site }) };
  const held: Lock[] = [];
  try {
    for (const host of [...hosts].sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const answer = await host.lock(holder);
      if (!isLock(answer)) throw new SteadError(locked(host.name, answer, site));
      held.push(answer);
    }
    return await work();
  } finally {
    for (const lock of held.reverse()) await lock.release();
  }
};

const locked = (host: string, holder: LockHolder, site: string | undefined): Fault => ({
  code: "LOCKED",
  where: host,
  what: `\`stead ${holder.verb}\` is at work here${ofOther(holder, site)}: started by ${holder.by} at ${holder.since}, process ${holder.pid}.`,
  mend: "Wait until it has finished, or end it with Ctrl-C in its own terminal; then try again.",
});

/** Another site on the same server. */
const ofOther = (holder: LockHolder, site: string | undefined): string =>
  holder.site === undefined || holder.site === site ? "" : ` for ${holder.site}`;
