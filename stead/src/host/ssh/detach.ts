import type { ChildProcess } from "node:child_process";

/** Lets this process end although a child of it, and its pipes, are still there: they end then too. */
export const detach = (child: ChildProcess): void => {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (hasUnref(pipe)) pipe.unref();
};

/** A child's pipe is a socket, whose type does not say that it has it. */
const hasUnref = (pipe: unknown): pipe is { unref(): void } =>
  typeof pipe === "object" && pipe !== null && "unref" in pipe && typeof pipe.unref === "function";
