import type { Host } from "../../host/host.ts";
import { plural } from "../../kernel/text.ts";
import { halfBuilt } from "../../release/names.ts";
import type { HostPlace } from "../../topology/topology.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** Who may read secrets and enter the folder of sockets. */
export const lookAtPermissions = async (host: Host, { paths }: HostPlace): Promise<readonly Finding[]> => {
  const secrets = (await host.files.list(paths.secrets)).map((name) => `${paths.secrets}/${name}`);
  const entries = await host.files.look([paths.run, ...secrets]);
  const open = secrets.filter((path) => ((entries.get(path)?.mode ?? 0) & 0o077) !== 0);
  const run = entries.get(paths.run);
  return [
    ...(run && (run.mode & 0o007) !== 0
      ? [fault("permissions", `Every user may enter ${paths.run}, where the sockets lie.`, `chmod o= ${paths.run}`)]
      : []),
    ...(open.length > 0
      ? [fault("permissions", `Others may read ${plural(open.length, "secret")}.`, `chmod 600 ${open.join(" ")}`)]
      : [ok("permissions", "Secrets and sockets are closed to other users.")]),
  ];
};

/** What an interrupted command left. It does no harm, and the next one clears it. */
export const lookAtLeftovers = async (host: Host, { paths }: HostPlace): Promise<readonly Finding[]> => {
  const unfinished = (await host.files.list(paths.releases)).filter((name) => name.endsWith(halfBuilt));
  return unfinished.length === 0
    ? []
    : [
        warning(
          "leftovers",
          `${plural(unfinished.length, "half-built release")} in ${paths.releases}.`,
          "The next `stead deploy` or `stead up` removes them.",
        ),
      ];
};
