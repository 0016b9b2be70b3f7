import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";

/** Makes a built release readable to the application's account, and read-only. */
export const seal = async (host: Host, folder: string): Promise<void> => {
  const inside = ["app", "static"].map((name) => join(folder, name));
  const answer = await host.run(["chmod", "-R", "a+rX,a-w", "--", ...inside]);
  if (answer.exitCode === 0) return;
  throw new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: folder,
    what: "The release cannot be made read-only.",
    mend: "See the permissions of the files in the site's folder.",
    lines: answer.stderr.split("\n").slice(0, 5),
  });
};

/** Removes a release: its folders are read-only, and only root may empty such a one. */
export const removeSealed = async (host: Host, folder: string): Promise<void> => {
  await host.run(["find", folder, "-type", "d", "-exec", "chmod", "u+w", "{}", "+"]);
  await host.files.remove(folder);
};
