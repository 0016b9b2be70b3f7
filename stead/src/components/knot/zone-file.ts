import type { Topology } from "../../topology/topology.ts";
import { zoneRecords, type ZoneRecord } from "./zone.ts";

/**
 * The zone as a master file (RFC 1035, 5). The serial in it does not count: Knot numbers the zone by the clock when its
 * content changes (zonefile-load: difference-no-serial).
 */
export const renderZone = (site: Topology): string => {
  const records = sameTtls(zoneRecords(site));
  const widths = (["name", "ttl", "type"] as const).map((column) =>
    Math.max(...records.map((record) => String(record[column]).length)),
  );
  return `${[
    `; Written by Stead: the zone ${site.domain.unicode}. Changes made here are overwritten; further ones go into records.`,
    `$ORIGIN ${site.domain.ascii}.`,
    ...records.map(({ name, ttl, type, data }) =>
      [...[name, String(ttl), type].map((word, index) => word.padEnd(widths[index] ?? 0)), data].join("  "),
    ),
  ].join("\n")}\n`;
};

/** Records of one name and type are kept for the same time (RFC 2181, 5.2): the shortest that was asked for. */
const sameTtls = (records: readonly ZoneRecord[]): readonly ZoneRecord[] =>
  records.map((record) => ({
    ...record,
    ttl: Math.min(
      ...records.filter(({ name, type }) => name === record.name && type === record.type).map(({ ttl }) => ttl),
    ),
  }));
