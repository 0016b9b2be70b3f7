import { settingsOf } from "../../spec/settings-of.ts";
import { isDomain, readDomain } from "../../spec/domain.ts";
import type { Topology } from "../../topology/topology.ts";
import type { Transfer } from "../component.ts";
import { knotSettings } from "./settings.ts";

/** The setting `secondaries`, ready for use. */
export const secondariesOf = (site: Topology): readonly Transfer[] =>
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
