import { SteadError } from "../../kernel/errors.ts";
import type { ReleaseContext } from "../release.ts";
import { refuseOtherPlatform } from "./refuse-other-platform.ts";
import { sourceFiles } from "./source-files.ts";

type Wanted = Pick<ReleaseContext, "site" | "hosts" | "instances" | "builder" | "folder">;

/**
 * What keeps a release for servers from being built, as far as it can be known before anything is done. Throws RELEASE_DIRTY, and
 * RELEASE_BUILD_FAILED for servers of another kind.
 */
export const refuseUnbuildable = async (context: Wanted): Promise<void> => {
  const { builder, folder } = context;
  if (builder === undefined) return;
  refuseOtherPlatform(context);
  if (!builder.dirty && (await sourceFiles(builder.host, folder)).dirty === true) throw isDirty(context);
};

/** What is on a server should be found again in the history. */
const isDirty = ({ folder, site }: Wanted): SteadError =>
  new SteadError({
    code: "RELEASE_DIRTY",
    where: folder,
    what: `has files that differ from its last commit, and ${site.environment} gets only what is committed.`,
    mend: "Commit them, or release them all the same with --dirty. `git status` shows which they are.",
  });
