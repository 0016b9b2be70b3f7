import { SteadError } from "../../kernel/errors.ts";
import type { WantedPackage } from "../host.ts";
import { operator } from "./accounts.ts";
import { apt } from "./apt.ts";
import { withoutStartingServices } from "./policy-rc.ts";
import { run } from "./run.ts";

/**
 * Installs packages with apt as root or through sudo. Throws ENGINE_MISSING with the line to type when the operator may
 * not, and with apt's last words when it fails.
 */
export const installPackages = async (
  packages: readonly WantedPackage[],
  say: (line: string) => void = () => undefined,
): Promise<void> => {
  const names = packages.map(({ name }) => name).toSorted();
  if (names.length === 0) return;
  const prefix = await rootPrefix();
  if (!prefix) throw notAllowed(names);
  say("Reading the lists of packages (apt-get update)");
  await attempt(["update"], prefix, names);
  say(`Installing ${names.join(", ")}`);
  await withoutStartingServices(prefix, () =>
    attempt(["install", "--yes", "--no-install-recommends", ...names], prefix, names),
  );
};

/** The words that make a command root's: none for root itself, else sudo where it asks nothing; undefined: no way. */
export const rootPrefix = async (): Promise<readonly string[] | undefined> => {
  if (operator().uid === 0) return [];
  const allowed = await run(["sudo", "-n", "true"]).catch(() => undefined);
  return allowed?.exitCode === 0 ? ["sudo", "-n"] : undefined;
};

const attempt = async (
  words: readonly string[],
  prefix: readonly string[],
  names: readonly string[],
): Promise<void> => {
  const { exitCode, lines } = await apt(words, prefix);
  if (exitCode !== 0) throw failed(exitCode, names, lines);
};

const lineToType = (names: readonly string[]): string =>
  `apt-get install -y --no-install-recommends ${names.join(" ")}`;

const notAllowed = (names: readonly string[]): SteadError =>
  new SteadError({
    code: "ENGINE_MISSING",
    where: names.join(", "),
    what: names.length === 1 ? "It is not installed." : "They are not installed.",
    mend: `Type this, then run the command again: sudo ${lineToType(names)}`,
  });

const failed = (exitCode: number, names: readonly string[], lines: readonly string[]): SteadError =>
  new SteadError({
    code: "ENGINE_MISSING",
    where: names.join(", "),
    what: `apt-get ended with status ${exitCode}.`,
    mend: `Type this and mend what it says: ${operator().uid === 0 ? "" : "sudo "}${lineToType(names)}`,
    lines,
  });
