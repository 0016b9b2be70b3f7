import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { describeRelease, lastServing } from "./describe-release.ts";
import { firstOf } from "./fleet.ts";
import { keptRecord, keptReleases } from "./kept-releases.ts";
import { readRecord, type ReleaseRecord } from "./record.ts";
import type { ReleaseContext, ReleaseInfo } from "./release.ts";
import { schemaHash } from "./schema-hash.ts";
import { serveRelease } from "./serve-release.ts";

/** The same switch, towards a kept release; without an id the one that served before. Throws RELEASE_NOT_FOUND. */
export const rollbackTo = async (context: ReleaseContext, id?: string): Promise<ReleaseInfo> => {
  const { host, place } = firstOf(context);
  const record = await keptRecord(host, place, id ?? (await servedBefore(host, place)));
  const remarks = await schemaRemarks(context, record);
  for (const says of remarks) context.report({ kind: "line", says });
  await serveRelease(context, record);
  return describeRelease(record, true, remarks);
};

/** Of the releases that served once, the one that began last, the present one aside. */
const servedBefore = async (host: Host, place: HostPlace): Promise<string | undefined> => {
  const serving = await lastServing(host, place);
  const records = await Promise.all((await keptReleases(host, place)).map((id) => readRecord(host, place, id)));
  return records
    .flatMap((record) =>
      record?.served === undefined || record.id === serving ? [] : [{ id: record.id, at: record.served }],
    )
    .toSorted((left, right) => (left.at < right.at ? -1 : 1))
    .at(-1)?.id;
};

const schemaRemarks = async (context: ReleaseContext, record: ReleaseRecord): Promise<readonly string[]> => {
  if (record.schema === undefined) return [];
  const now = await schemaHash(context, firstOf(context));
  return now === undefined || now === record.schema
    ? []
    : [`The database's schema has moved on since ${record.id} was made; a rollback leaves it as it is.`];
};
