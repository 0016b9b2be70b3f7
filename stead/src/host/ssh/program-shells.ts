import type { Connection } from "./connection.ts";
import type { Shell } from "./shell.ts";

/** Programs that run side by side: sshd allows 10 sessions on a connection (MaxSessions), of which others need some. */
const AT_ONCE = 6;

/** Shells that programs run in: made when needed, kept for the next program. */
export const programShells = (connection: () => Promise<Connection>) => {
  const idle: Shell[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;
  const take = async (): Promise<Shell> => {
    if (taken >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else taken += 1;
    const kept = idle.pop();
    return kept?.usable() ? kept : (await connection()).another();
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };
  return {
    /** Whoever waits gets the place, not the shell: that may be spent. */
    /** Whoever waits gets the place, not the shell: that may be spent. */
    withShell: async <Result>(work: (shell: Shell) => Promise<Result>): Promise<Result> => {
      let shell: Shell | undefined;
      try {
        shell = await take();
        return await work(shell);
      } finally {
        if (shell?.usable()) idle.push(shell);
        give();
      }
    },
  };
};
