import * as z from "zod";
import type { Host } from "../../host/host.ts";
import { auditFiles } from "./audit-file.ts";
import type { AuditedSite } from "./audited.ts";

/** One operation on one host. */
export interface AuditLine {
  readonly host: string;
  /** ISO 8601: when it began. */
  readonly since: string;
  readonly verb: string;
  /** As the operator's machine knows them: `ada@laptop`. */
  readonly by: string;
  /** Who logged in on the host. */
  readonly as: string;
  /** `open`: it has not ended, or nobody was left to write its end. */
  readonly result: "ok" | "failed" | "interrupted" | "open";
  /** The code of what went wrong. */
  readonly code?: string;
  readonly seconds?: number;
  /** The release that served when it ended. */
  readonly release?: string;
}

/** The last operations on a site's hosts, the oldest of them first. */
export const readAudit = async (site: AuditedSite, count: number): Promise<readonly AuditLine[]> => {
  const lines = await Promise.all(
    [...site.hosts].map(async ([name, host]) => {
      const place = site.topology.hosts[name];
      return place ? linesOn(host, auditFiles(place)) : [];
    }),
  );
  const sorted = lines.flat().toSorted((left, right) => (left.since < right.since ? -1 : 1));
  return count === 0 ? [] : sorted.slice(-count);
};

const shape = z.object({
  id: z.string(),
  verb: z.string(),
  by: z.string(),
  since: z.iso.datetime(),
  as: z.string().default(""),
  release: z.string().default(""),
  result: z.enum(["ok", "failed", "interrupted"]).optional(),
  code: z.string().optional(),
  seconds: z.number().optional(),
});

/** A begin and an end are one operation; a line that was cut off by a crash is passed over. */
const linesOn = async (host: Host, files: readonly string[]): Promise<readonly AuditLine[]> => {
  const operations = new Map<string, AuditLine>();
  for (const file of files) {
    const text = new TextDecoder().decode(await host.files.read(file));
    for (const line of text.split("\n")) {
      const read = shape.safeParse(parse(line)).data;
      if (read) operations.set(read.id, told(host.name, read));
    }
  }
  return [...operations.values()];
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const told = (
  host: string,
  { since, verb, by, as, release, result, code, seconds }: z.infer<typeof shape>,
): AuditLine => ({
  host,
  since,
  verb,
  by,
  as,
  result: result ?? "open",
  ...(code !== undefined && { code }),
  ...(seconds !== undefined && { seconds }),
  ...(release !== "" && { release }),
});
