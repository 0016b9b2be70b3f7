import { trustAuthority } from "../../lab/trust.ts";
import type { Progress } from "../at-work.ts";
import { hostNamed, openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

/** Has hosts of the lab trust its certificate authority: those named, or all. Their names. */
export const labTrust = async (
  wish: LabWish,
  names: readonly string[],
  { signal }: Pick<Progress, "signal">,
): Promise<{ readonly hosts: readonly string[] }> => {
  const open = await openLab(wish);
  const hosts = names.length > 0 ? names.map((name) => hostNamed(open, name)) : open.hosts;
  await Promise.all(hosts.map((host) => trustAuthority(open.machine, open.lab, host, signal)));
  return { hosts: hosts.map(({ name }) => name) };
};
