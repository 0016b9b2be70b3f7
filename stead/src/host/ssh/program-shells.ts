import type { Connection } from "./connection.ts";
import type { Shell } from "./shell.ts";

/** Programs that run side by side: sshd allows 10 sessions on a connection (MaxSessions), and the first shell and a terminal need some. */
const AT_ONCE = 7;

/** A shell for as long as somebody keeps it. */
interface Borrowed {
  readonly shell: Shell;
  readonly giveBack: () => void;
}

/** Shells that programs run in: made when needed, kept for the next program. `tooFew`: what is thrown when not one can be had. */
export const programShells = (connection: () => Promise<Connection>, tooFew: () => Error) => {
  let kept = 0;
  const { take, give } = openPlaces(connection, (had) => {
    // Whoever runs something gives its place back some time, who keeps one may not.
    if (had <= kept) throw tooFew();
  });
  return {
    withShell: async <Result>(work: (shell: Shell) => Promise<Result>): Promise<Result> => {
      const shell = await take();
      try {
        return await work(shell);
      } finally {
        give(shell);
      }
    },
    /** For what may last as long as the command itself. */
    borrow: async (): Promise<Borrowed> => {
      const shell = await take();
      kept += 1;
      const giveBack = (): void => {
        kept -= 1;
        give(shell);
      };
      return { shell, giveBack };
    },
  };
};

/** A connection may be found lost only when it is asked for a shell; nothing has begun on it then, so the next one will do. */
const anotherShell = async (connection: () => Promise<Connection>): Promise<Shell | undefined> => {
  const open = await connection();
  return open.another().catch(async (error: unknown) => {
    if (open.shell.usable()) throw error;
    return (await connection()).another();
  });
};

/** As many places as sshd allows. `refused` gets how many it has when it allows no further one. */
const openPlaces = (connection: () => Promise<Connection>, refused: (taken: number) => void) => {
  const idle: Shell[] = [];
  const waiting: (() => void)[] = [];
  let [places, taken] = [AT_ONCE, 0];
  const take = async (): Promise<Shell> => {
    while (taken >= places) await new Promise<void>((resolve) => waiting.push(resolve));
    taken += 1;
    const shell = idle.pop();
    if (shell?.usable()) return shell;
    const made = await make();
    if (made) return made;
    // What was given back while we were refused is there for us.
    const open = taken + idle.filter((each) => each.usable()).length;
    refused(open);
    places = Math.max(1, open);
    return take();
  };
  const make = async (): Promise<Shell | undefined> => {
    let made: Shell | undefined;
    try {
      made = await anotherShell(connection);
    } finally {
      if (!made) leave();
    }
    return made;
  };
  const leave = (): void => {
    taken -= 1;
    waiting.shift()?.();
  };
  const give = (shell: Shell): void => {
    if (shell.usable()) idle.push(shell);
    leave();
  };
  return { take, give };
};
