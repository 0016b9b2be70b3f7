import { lookAt, type HostLook } from "../../lab/look.ts";
import { openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

export interface LabStatus {
  readonly lab: string;
  readonly environment: string;
  /** ISO 8601. */
  readonly since: string;
  readonly sshConfig: string;
  readonly hosts: readonly (HostLook & { readonly addresses: readonly string[]; readonly debian: number })[];
}

/** Looks at a lab: what each host does, and what befell it. Touches nothing. */
export const labStatus = async (wish: LabWish): Promise<LabStatus> => {
  const { machine, lab, record, hosts } = await openLab(wish);
  const looks = await lookAt(machine, lab, hosts);
  return {
    lab: lab.name,
    environment: record.environment,
    since: record.since,
    sshConfig: lab.sshConfig,
    hosts: looks.flatMap((look, index) => {
      const host = hosts[index];
      return host ? [{ ...look, addresses: host.addresses, debian: host.debian }] : [];
    }),
  };
};
