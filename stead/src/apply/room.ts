import { SteadError } from "../kernel/errors.ts";
import type { PlannedHost } from "./ground.ts";

/** Bytes. A database's first files take 150 MB, a release some tens. */
const NEEDED = 256 * 1024 * 1024;

/** Throws DISK_FULL before anything is touched when the host's disk has too little room for a change. */
export const refuseFullDisk = async ({ host, place }: PlannedHost): Promise<void> => {
  const { exitCode, stdout } = await host.run(["df", "-Pk", host.where.home]);
  const [, , , free, , mount = place.name] = stdout.trim().split("\n").at(-1)?.split(/\s+/u) ?? [];
  if (exitCode !== 0 || free === undefined || Number(free) * 1024 >= NEEDED) return;
  throw new SteadError({
    code: "DISK_FULL",
    where: mount,
    what: `has ${Math.floor(Number(free) / 1024)} MB free on ${place.name}; a change needs ${NEEDED / 1024 / 1024} MB.`,
    mend: `Make room there (\`du -xh ${mount} | sort -h | tail\` shows what is large), then run the command again.`,
  });
};
