import { join } from "node:path";
import { SteadError } from "../kernel/errors.ts";
import { plural } from "../kernel/text.ts";
import { buildRelease } from "./build/build-release.ts";
import { describeRelease, lastServing } from "./describe-release.ts";
import { builderOf, firstOf, fleet } from "./fleet.ts";
import { keptReleases } from "./kept-releases.ts";
import { migrate } from "./migrate.ts";
import { readRecord, type ReleaseRecord } from "./record.ts";
import type { ReleaseContext, ReleaseInfo } from "./release.ts";
import { serveRelease } from "./serve-release.ts";
import { ship } from "./ship.ts";
import { step } from "./step.ts";

/**
 * Builds the folder as it is now, proves the release on every host, switches to it, watches it, and drains the old one. A release
 * that fails anywhere is removed, and the old one serves on. The caller holds the lock and has cleared strays.
 */
export const deployRelease = async (context: ReleaseContext): Promise<ReleaseInfo> => {
  const { host, place } = firstOf(context);
  const before = await lastServing(host, place);
  const old = before === undefined ? undefined : await readRecord(host, place, before);
  const builder = builderOf(context);
  const newest = (await keptReleases(host, place)).at(-1);
  const record = await sayingWhatServes(old, () =>
    step(
      context,
      "build",
      "Building the release",
      () => buildRelease(context, builder, { before: old?.id, newest }),
      ({ id, files }) => `Built ${id} (${plural(files, "file")})`,
    ),
  );
  try {
    await ship(context, record);
    await sayingWhatServes(old, () => migrate(context, record));
    await serveRelease(context, record);
  } catch (error) {
    await removeFailed(context, record);
    throw error;
  }
  await clearBuilder(context, record);
  return describeRelease(record, true, old?.source === record.source ? [`Its content is that of ${old.id}.`] : []);
};

/** Whoever reads why a release failed should not have to wonder whether the site still works. The first one has none before it. */
const sayingWhatServes = async <Result>(
  old: ReleaseRecord | undefined,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (old === undefined || !(error instanceof SteadError)) throw error;
    const [first, ...more] = error.faults.map((fault) =>
      fault.code === "INTERRUPTED" ? fault : { ...fault, mend: `${fault.mend} The old release serves on.` },
    );
    throw first ? new SteadError(first, ...more) : error;
  }
};

/** A machine that only builds keeps the last release, beside which the next is built faster, and nothing that a killed build left. */
const clearBuilder = async ({ builder }: ReleaseContext, { id }: ReleaseRecord): Promise<void> => {
  if (builder === undefined) return;
  const { releases } = builder.place.paths;
  const others = (await builder.host.files.list(releases)).filter((name) => name !== id);
  for (const other of others) await builder.host.files.remove(join(releases, other));
};

/** Not the one that serves: a first release whose watch was interrupted. */
const removeFailed = async (context: ReleaseContext, record: ReleaseRecord): Promise<void> => {
  const { builder } = context;
  if (builder) await builder.host.files.remove(join(builder.place.paths.releases, record.id));
  for (const { host, place } of fleet(context)) {
    if ((await lastServing(host, place)) !== record.id) await host.files.remove(join(place.paths.releases, record.id));
  }
};
