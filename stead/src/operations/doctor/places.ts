import type { Host } from "../../host/host.ts";
import { join, plural } from "../../kernel/text.ts";
import { halfBuilt } from "../../release/names.ts";
import type { HostPlace } from "../../topology/topology.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** Who may read secrets and enter the folder of sockets. */
export const lookAtPermissions = async (host: Host, { paths, accounts }: HostPlace): Promise<readonly Finding[]> => {
  const secrets = (await host.files.list(paths.secrets)).map((name) => `${paths.secrets}/${name}`);
  const entries = await host.files.look([paths.run, ...secrets]);
  const open = secrets.filter((path) => ((entries.get(path)?.mode ?? 0) & 0o077) !== 0);
  const run = entries.get(paths.run);
  return [
    // Where each engine has an account of its own, each has a folder of its own in it.
    ...(run && accounts === undefined && (run.mode & 0o007) !== 0
      ? [fault("permissions", `Every user may enter ${paths.run}, where the sockets lie.`, `chmod o= ${paths.run}`)]
      : []),
    ...(open.length > 0
      ? [fault("permissions", `Others may read ${plural(open.length, "secret")}.`, `chmod 600 ${open.join(" ")}`)]
      : [ok("permissions", "Secrets and sockets are closed to other users.")]),
  ];
};

/** As many as somebody reads, and copies into a command. */
const SHOWN = 3;

/** What is kept of sites whose folders somebody has removed: nobody will ever ask for it again. */
export const lookAtAbandoned = async (host: Host): Promise<readonly Finding[]> => {
  const { apart } = host.where;
  if (apart === undefined) return [];
  const homes = (await host.files.list(apart)).map((name) => `${apart}/${name}`);
  const found = await Promise.all(
    homes.map(async (home) => ({ home, site: siteIn(await host.files.read(`${home}/where`)) })),
  );
  const standing = await host.files.look(found.flatMap(({ site }) => site ?? []));
  const gone = found.filter(({ site }) => site !== undefined && standing.get(site) === undefined);
  const some = gone.slice(0, SHOWN);
  const shown = some.map(({ home, site }) => `${home} (of ${site})`);
  const rest = gone.length > SHOWN ? [`${gone.length - SHOWN} more`] : [];
  return gone.length === 0
    ? []
    : [
        warning(
          "leftovers",
          `The folders of ${plural(gone.length, "site")} are gone; their data is still in ${join([...shown, ...rest])}.`,
          `If nobody needs it: rm -r ${some.map(({ home }) => home).join(" ")}`,
        ),
      ];
};

const siteIn = (where: Uint8Array | undefined): string | undefined =>
  where && /^site (.+)$/mu.exec(new TextDecoder().decode(where))?.[1];

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
