import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";

/** Where the machine's own apt gets Debian from. */
export interface Mirror {
  readonly main: string;
  /** The archive of security updates, where the machine has one. */
  readonly security?: string;
}

/** What apt-get(8) indextargets is asked about each source: whose archive it is stands in its signed Release file. */
const FORMAT = "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)";

/** Reads this machine's mirrors from its apt sources. Throws LAB_NO_MIRROR where none is Debian's. */
export const readMirror = async (host: Host): Promise<Mirror> => {
  const { stdout } = await host.run(["apt-get", "indextargets", "--format", FORMAT, "Created-By: Packages"]);
  const mirror = mirrorIn(stdout);
  if (mirror) return mirror;
  throw new SteadError({
    code: "LAB_NO_MIRROR",
    where: "the apt sources of this machine",
    what: "none of them is a Debian archive, so there is nowhere to get the lab's Debian from.",
    mend: "Add a Debian archive to /etc/apt/sources.list.d and type apt-get update, then the command again.",
  });
};

/** Reads lines of FORMAT; undefined: no archive of Debian's. */
export const mirrorIn = (lines: string): Mirror | undefined => {
  const find = (label: string): string | undefined =>
    lines
      .split("\n")
      .map((line) => line.trim().split("|"))
      .find(([origin, named, component]) => origin === "Debian" && named === label && component === "main")?.[3]
      ?.replace(/\/$/u, "");
  const [main, security] = [find("Debian"), find("Debian-Security")];
  return main === undefined ? undefined : { main, ...(security === undefined ? {} : { security }) };
};
