import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { componentOf } from "./log-line.ts";

/** One log on a host. */
export interface LogFile {
  readonly host: Host;
  readonly path: string;
  /** The unit that writes it, or `access`. */
  readonly source: string;
  readonly component: string;
  /** Put aside by a rotation: nothing is written to it any more. */
  readonly aside: boolean;
  /** Bytes. */
  readonly size: number;
}

/** Every log of the site in a host's folder of logs, also those of units that no longer run. */
export const logFiles = async (host: Host, folder = join(host.where.home, "log")): Promise<readonly LogFile[]> => {
  return (await filesIn(host, folder)).flatMap(({ name, size }) => {
    const source = sourceOf(name);
    if (source === undefined) return [];
    const aside = !name.endsWith(".log");
    return [{ host, path: join(folder, name), source, component: componentOf(source), aside, size }];
  });
};

/** Only real files: the folder is the engines' account's, and what it puts there may lead elsewhere, or never end. */
const filesIn = async (host: Host, folder: string): Promise<readonly { name: string; size: number }[]> => {
  const { stdout } = await host.run(["find", folder, "-maxdepth", "1", "-type", "f", "-printf", "%f/%s\\0"]);
  const entries = stdout.split("\0").map((entry) => entry.split("/"));
  return entries
    .map(([name = "", size]) => ({ name, size: Number(size) || 0 }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
};

/** `nginx.log`, and after a rotation `nginx.log.1`; undefined: no log. */
export const sourceOf = (name: string): string | undefined => /^(.+?)\.log(?:\.\d+)?$/.exec(name)?.[1];

/** `nginx` is also what answered the requests of the access log; `worker` means every worker. */
export const belongsTo = (source: string, asked: string): boolean =>
  source === asked ||
  componentOf(source) === asked ||
  componentOf(source).startsWith(`${asked}-`) ||
  (source === "access" && asked === "nginx");
