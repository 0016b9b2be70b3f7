import { SteadError } from "../../kernel/errors.ts";
import type { WantedPackage } from "../host.ts";
import { operator } from "./accounts.ts";
import { run } from "./run.ts";
import { withoutStartingServices } from "./policy-rc.ts";

/** Seconds for each of apt's steps: a slow mirror, not a hung one. */
const PATIENCE = 900;

/**
 * Installs packages with apt as root or through sudo. Throws ENGINE_MISSING with the line to type when the operator may
 * not, and COMMAND_FAILED with apt's last words when it fails.
 */
export const installPackages = async (
  packages: readonly WantedPackage[],
  say: (line: string) => void = () => undefined,
): Promise<void> => {
  const names = packages.map(({ name }) => name).toSorted();
  if (names.length === 0) return;
  const prefix = await rootPrefix(names);
  say("Reading the lists of packages (apt-get update)");
  await apt([...prefix, "apt-get", "update", "--quiet=2"], names);
  say(`Installing ${names.join(", ")}`);
  await withoutStartingServices(prefix, async () => {
    const words = ["--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "--quiet=2"];
    await apt([...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", ...words, ...names], names);
  });
};

/** The words that make a command root's. */
const rootPrefix = async (names: readonly string[]): Promise<readonly string[]> => {
  if (operator().uid === 0) return [];
  const allowed = await run(["sudo", "-n", "true"]).catch(() => undefined);
  if (allowed?.exitCode === 0) return ["sudo", "-n"];
  throw new SteadError({
    code: "ENGINE_MISSING",
    where: names.join(", "),
    what: names.length === 1 ? "It is not installed." : "They are not installed.",
    mend: `Type this, then run the command again: sudo ${lineToType(names)}`,
  });
};

const lineToType = (names: readonly string[]): string =>
  `apt-get install -y --no-install-recommends ${names.join(" ")}`;

const apt = async (argv: readonly string[], names: readonly string[]): Promise<void> => {
  const { exitCode, stdout, stderr } = await run(argv, { timeout: PATIENCE });
  if (exitCode === 0) return;
  throw new SteadError({
    code: "ENGINE_MISSING",
    where: names.join(", "),
    what: `apt-get ended with status ${exitCode}.`,
    mend: `Type this and mend what it says: ${operator().uid === 0 ? "" : "sudo "}${lineToType(names)}`,
    lines: `${stdout}\n${stderr}`.trim().split("\n").slice(-20),
  });
};
