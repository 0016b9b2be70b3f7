import { refuse, type Fault } from "../../kernel/errors.ts";
import type { ReleaseContext } from "../release.ts";
import { fleet } from "../fleet.ts";

/**
 * A release brings its runtime and its dependencies' programs along: both are this machine's. Throws RELEASE_BUILD_FAILED for
 * each server that could not run them.
 */
export const refuseOtherPlatform = (
  context: Pick<ReleaseContext, "site" | "hosts" | "instances" | "builder">,
): void => {
  if (context.builder === undefined) return;
  refuse(fleet(context).flatMap(({ place }) => faultOf(place.name, place.facts.architecture)));
};

const faultOf = (host: string, architecture: string): readonly Fault[] => {
  const [here, there] = [`${process.platform} ${process.arch}`, `linux ${architecture}`];
  if (here === there) return [];
  return [
    {
      code: "RELEASE_BUILD_FAILED",
      where: host,
      what: `is a machine of another kind (${there}) than this one (${here}), so what is built here does not run there.`,
      mend: `Run this command on a machine that is ${there}, such as a CI job's.`,
    },
  ];
};
