import { join } from "node:path";
import * as z from "zod";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { HostPlace } from "../topology/topology.ts";

const recordShape = z.object({
  id: z.string(),
  at: z.string(),
  commit: z.string().optional(),
  dirty: z.boolean().optional(),
  /** sha256 of everything the build was made from. */
  source: z.string(),
  /** The application's folder inside `app/`: `.`, or that of the npm workspace. */
  folder: z.string(),
  /** Version and architecture of its runtime: its name in the cache. */
  node: z.string(),
  /** Name of its dependencies in the cache; undefined: it has none. */
  dependencies: z.string().optional(),
  files: z.number(),
  sizeBytes: z.number(),
  /** Fingerprinted files, relative to `static/`. */
  assets: z.array(z.string()),
  /** When it last began to serve (ISO 8601); undefined: never. */
  served: z.string().optional(),
  /** Fingerprint of the database's schema after its migration. */
  schema: z.string().optional(),
});

/** `release.json`: what a release knows about itself. */
export type ReleaseRecord = z.infer<typeof recordShape>;

const recordPath = (place: HostPlace, id: string): string => join(place.paths.releases, id, "release.json");

/** The record of a kept release; undefined: there is no such release. Throws OWN_FILE_UNREADABLE. */
export const readRecord = async (host: Host, place: HostPlace, id: string): Promise<ReleaseRecord | undefined> => {
  const path = recordPath(place, id);
  const bytes = await host.files.read(path);
  if (bytes === undefined) return undefined;
  const read = recordShape.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (read.success) return read.data;
  throw new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: path,
    what: "is not what Stead wrote there: it is cut off, or somebody changed it.",
    mend: `Remove it (rm '${path}') and run \`stead deploy\`: a new release takes its place, and what serves goes on until then.`,
  });
};

/** Replaces the record in one rename. */
export const writeRecord = async (host: Host, place: HostPlace, record: ReleaseRecord): Promise<void> =>
  host.files.write(recordPath(place, record.id), recordText(record), { mode: 0o644 });

export const recordText = (record: ReleaseRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** undefined for text that is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
