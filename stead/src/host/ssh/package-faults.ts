import { SteadError, type Fault } from "../../kernel/errors.ts";

type Told = Pick<Fault, "code" | "what" | "mend">;

/** Lines of apt's output that are told. */
const LAST_WORDS = 20;

const tryIt = "as root there, then run the command again";

/** What apt and dpkg say (apt 2.6, dpkg 1.21; Debian 12), and what it means. */
const SAYINGS: readonly (readonly [RegExp, Told])[] = [
  [
    /No space left on device|have enough free space/u,
    {
      code: "DISK_FULL",
      what: "The disk is full: packages cannot be unpacked.",
      mend: `Make room (apt-get clean; du -xh --max-depth=2 / | sort -h | tail), ${tryIt}.`,
    },
  ],
  [
    /Could not get lock/u,
    {
      code: "PACKAGES_BUSY",
      what: "Another apt or dpkg is at work there, and was not done within five minutes.",
      mend: "The line with `held by process` names it. Wait for it, then run the command again.",
    },
  ],
  [
    /dpkg was interrupted|dpkg: error processing|unmet dependencies|held broken packages/u,
    {
      code: "PACKAGES_BROKEN",
      what: "The packages there are broken, by something that was not Stead's.",
      mend: `Type dpkg --configure -a && apt-get --fix-broken install ${tryIt}.`,
    },
  ],
  [
    /Failed to fetch|does not have a Release file|Could not resolve|Unable to locate package|has no installation candidate|Could not connect|Unable to connect/u,
    {
      code: "PACKAGES_UNAVAILABLE",
      what: "The package mirror does not answer, or does not have them.",
      mend: `See /etc/apt/sources.list, /etc/apt/sources.list.d and the lines below; try apt-get update ${tryIt}.`,
    },
  ],
];

/** Why packages could not be installed, by what apt said. */
export const packageFault = (
  server: string,
  names: readonly string[],
  exitCode: number,
  output: string,
): SteadError => {
  const told = SAYINGS.find(([pattern]) => pattern.test(output))?.[1] ?? {
    code: "ENGINE_MISSING" as const,
    what: `apt-get ended with status ${exitCode}.`,
    mend: `Type apt-get install --no-install-recommends ${names.join(" ")} as root there and mend what it says.`,
  };
  return new SteadError({ ...told, where: `${names.join(", ")} on ${server}`, lines: lastWords(output) });
};

/** The end of apt's output, which has the cause in it. */
export const lastWords = (output: string): readonly string[] => output.trim().split("\n").slice(-LAST_WORDS);
