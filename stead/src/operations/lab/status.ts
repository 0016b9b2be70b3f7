import { authorityFiles } from "../../lab/internet/authority.ts";
import { ACME_DIRECTORY, ACME_MANAGEMENT } from "../../lab/internet/places.ts";
import { resolverAddresses } from "../../lab/internet/resolver.ts";
import { lookAt, type HostLook } from "../../lab/look.ts";
import { openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

export interface LabStatus {
  readonly lab: string;
  readonly environment: string;
  /** ISO 8601. */
  readonly since: string;
  readonly sshConfig: string;
  /** Folders of all sites that live in it. */
  readonly sites: readonly string[];
  /** Addresses of its resolver. */
  readonly resolver: readonly string[];
  /** Its certificate authority: where it speaks ACME, and a file with the roots to trust. */
  readonly acme: { readonly directory: string; readonly management: string; readonly ca: string };
  readonly hosts: readonly (HostLook & { readonly addresses: readonly string[]; readonly debian: number })[];
}

/** Looks at a lab: what each host does, and what befell it. Touches nothing. */
export const labStatus = async (wish: LabWish): Promise<LabStatus> => {
  const { machine, lab, record, hosts, site } = await openLab(wish);
  const looks = await lookAt(machine, lab, hosts);
  return {
    lab: lab.name,
    environment: site.environment,
    since: record.since,
    sshConfig: lab.sshConfig,
    sites: record.sites.map(({ folder }) => folder),
    resolver: resolverAddresses,
    acme: { directory: ACME_DIRECTORY, management: ACME_MANAGEMENT, ca: authorityFiles(lab).all },
    hosts: looks.flatMap((look, index) => {
      const host = hosts[index];
      return host ? [{ ...look, addresses: host.addresses, debian: host.debian }] : [];
    }),
  };
};
