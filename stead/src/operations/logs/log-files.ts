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
}

/** Every log of the site in a host's folder of logs, also those of units that no longer run. */
export const logFiles = async (host: Host, folder = join(host.where.home, "log")): Promise<readonly LogFile[]> => {
  return (await filesIn(host, folder)).flatMap((name) => {
    const source = sourceOf(name);
    return source === undefined
      ? []
      : [{ host, path: join(folder, name), source, component: componentOf(source), aside: !name.endsWith(".log") }];
  });
};

/** Only real files: the folder is the engines' account's, and what it puts there may lead elsewhere, or never end. */
const filesIn = async (host: Host, folder: string): Promise<readonly string[]> => {
  const { stdout } = await host.run(["find", folder, "-maxdepth", "1", "-type", "f", "-printf", "%f\\0"]);
  return stdout.split("\0").toSorted();
};

/** `nginx.log`, and after a rotation `nginx.log.1`; undefined: no log. */
export const sourceOf = (name: string): string | undefined => /^(.+?)\.log(?:\.\d+)?$/.exec(name)?.[1];

/** `nginx` is also what answered the requests of the access log; `worker` means every worker. */
export const belongsTo = (source: string, asked: string): boolean =>
  source === asked ||
  componentOf(source) === asked ||
  componentOf(source).startsWith(`${asked}-`) ||
  (source === "access" && asked === "nginx");
