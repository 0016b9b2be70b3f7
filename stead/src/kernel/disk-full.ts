import { SteadError } from "./errors.ts";

/** Whether the system refused a write for want of room (ENOSPC, EDQUOT of write(2)). */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");

/** Whether a program's last words are about that: the C library's texts for the two (strerror(3)). */
export const namesDiskFull = (words: string): boolean => /No space left on device|Disk quota exceeded/u.test(words);

/** Such a refusal as a fault for a person; any other error as it is. `where`: the path whose disk it is. */
export const sayDiskFull = (error: unknown, where: string): unknown =>
  isDiskFull(error)
    ? new SteadError({
        code: "DISK_FULL",
        where: pathOf(error) ?? where,
        what: "The disk is full. What was there before is untouched.",
        mend: `Make room there (\`df -h '${where}'\` shows how much there is), then run the command again.`,
      })
    : error;

const pathOf = (error: unknown): string | undefined =>
  error instanceof Error && "path" in error && typeof error.path === "string" ? error.path : undefined;
