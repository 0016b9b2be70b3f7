import { hostNamed, openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

/** Opens a shell on a host of the lab, or runs a command there, on the operator's own terminal; its exit status. */
export const labSsh = async (wish: LabWish, name: string, command: readonly string[]): Promise<number> => {
  const open = await openLab(wish);
  const host = hostNamed(open, name);
  return open.machine.attach([
    "ssh",
    "-F",
    open.lab.sshConfig,
    host.name,
    ...(command.length > 0 ? ["--", ...command] : []),
  ]);
};
