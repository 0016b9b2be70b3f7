import { join } from "node:path";
import type { HostPlace } from "../../topology/topology.ts";

/**
 * Root's own folder, unlike that of the logs, which the web server may write in; kept by `remove` as data is. The file grows
 * by lines; at 1 MB it becomes `audit.1.jsonl`.
 */
export const auditFolder = ({ paths }: Pick<HostPlace, "paths">): string => paths.data;

/** The older one first. */
export const auditFiles = (place: Pick<HostPlace, "paths">): readonly string[] =>
  ["audit.1.jsonl", "audit.jsonl"].map((name) => join(auditFolder(place), name));
