import { join } from "node:path";
import type { Member } from "./fleet.ts";
import type { ReleaseRecord } from "./record.ts";

/**
 * Where Node keeps the compiled code of a release (NODE_COMPILE_CACHE, nodejs.org/api/module.html#module-compile-cache), so that a
 * release which has served before starts sooner: on a rollback, after a crash, after a reboot. It lies in the release's folder and
 * goes with it. Node would run what stands there, so nobody but the application's account may write there.
 */
export const compiledFolder = ({ place }: Pick<Member, "place">, { id }: Pick<ReleaseRecord, "id">): string =>
  join(place.paths.releases, id, "compiled");

/** For the environment of the processes; what the site's own `env` says counts instead. */
export const compileCache = (member: Member, record: ReleaseRecord): Readonly<Record<string, string>> => ({
  NODE_COMPILE_CACHE: compiledFolder(member, record),
});

/** Makes the folder; one that is there keeps what it has. */
export const makeCompiledFolder = ({ host, place, instances }: Member, record: ReleaseRecord): Promise<void> =>
  host.files.makeFolder(compiledFolder({ place }, record), {
    mode: 0o700,
    ...(instances.account === undefined ? {} : { account: instances.account }),
  });
