import { SteadError } from "../../kernel/errors.ts";
import { restartAuthority } from "../../lab/internet/authority.ts";
import { withLabLock } from "../../lab/lock.ts";
import { openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

/** Starts the lab's certificate authority anew, with certificates that count for so many seconds (90 days unless given). Throws USAGE. */
export const labAuthority = async (wish: LabWish, seconds: string | undefined): Promise<{ readonly lab: string }> => {
  if (seconds !== undefined && !/^[1-9]\d{0,8}$/u.test(seconds)) throw noSeconds(seconds);
  const { machine, lab } = await openLab(wish);
  const valid = seconds === undefined ? undefined : Number(seconds);
  await withLabLock(machine, lab, () => restartAuthority(machine, lab, valid));
  return { lab: lab.name };
};

const noSeconds = (word: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead lab authority",
    what: `"${word}" is no number of seconds.`,
    mend: "Write for how long its certificates are to count: stead lab authority 120.",
  });
