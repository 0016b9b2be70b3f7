import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";

/**
 * Makes a built release readable to the application's account, and its files read-only. Folders stay open to their owner alone,
 * so that whoever removes the site's folder needs no chmod; where the application has an account of its own, it may write nowhere.
 */
export const seal = async (host: Host, folder: string): Promise<void> => {
  const inside = ["app", "static"].map((name) => join(folder, name));
  const script = 'chmod -R a+rX,go-w -- "$@" && find "$@" -type f -exec chmod a-w {} +';
  const answer = await host.run(["/bin/sh", "-c", script, "seal", ...inside]);
  if (answer.exitCode === 0) return;
  throw new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: folder,
    what: "The release cannot be made read-only.",
    mend: "See the permissions of the files in the site's folder.",
    lines: answer.stderr.split("\n").slice(0, 5),
  });
};
