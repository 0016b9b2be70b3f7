import { enterLab } from "../../lab/enter.ts";
import { askFrom } from "../../observe/names/asker.ts";
import type { Ask } from "../../observe/names/walk.ts";
import { isDocumentationAddress } from "../../spec/documentation-address.ts";
import type { Topology } from "../../topology/topology.ts";
import { openLab } from "../lab/open-lab.ts";
import type { OpenSite } from "../open-site.ts";

export type NamedSite = Pick<OpenSite, "topology" | "builder" | "lab">;

/**
 * Who asks the world about a site's names, outside of its servers: this machine, or a client of the lab. undefined: nobody; on `local` it
 * is no concern of the world, and addresses that no machine has are nothing to ask about.
 */
export const askerOf = async ({ topology, builder, lab }: NamedSite): Promise<Ask | undefined> => {
  if (!builder) return undefined;
  if (lab) {
    const open = await openLab(lab);
    return askFrom(builder, (words) => enterLab(open.lab, words));
  }
  return addressesOf(topology).some(isDocumentationAddress) ? undefined : askFrom(builder);
};

const addressesOf = ({ hosts }: Topology): readonly string[] =>
  Object.values(hosts).flatMap(({ addresses: { v4, v6 } }) => [v4, v6].filter((one) => one !== undefined));
