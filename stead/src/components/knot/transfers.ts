import { settingsOf } from "../../spec/settings-of.ts";
import { isDomain, readDomain } from "../../spec/domain.ts";
import type { Topology } from "../../topology/topology.ts";
import { knotSettings } from "./settings.ts";

/** A name server of others that has a copy of the zone. */
export interface Secondary {
  /** ASCII, without the last dot. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** What both sides call the key: the domain is in it, since one secondary may serve many. */
  readonly key: string;
  /** The secret that holds it. */
  readonly secret: string;
}

/** The setting `secondaries`, ready for use. */
export const secondariesOf = (site: Topology): readonly Secondary[] =>
  settingsOf(site, knotSettings).secondaries.map(({ name, address }) => {
    const read = readDomain(name);
    const ascii = isDomain(read) ? read.ascii : name;
    return {
      name: ascii,
      addresses: [address].flat(),
      key: `${site.domain.ascii}.${ascii}`,
      secret: `dns-transfer-${ascii}`,
    };
  });
