import { existsSync, readFileSync, statSync } from "node:fs";
import { codeOf } from "./code-of.ts";
import { livingProcesses } from "./processes.ts";
import { run } from "./run.ts";

/** Asked by every package's scripts whether they may start a service; 101: they may not (invoke-rc.d(8)). */
const POLICY = "/usr/sbin/policy-rc.d";

const MARK = "# Written by Stead for the time of one installation; may be deleted. Enabled before it:";

/**
 * Does an installation whose packages neither start services nor leave new ones enabled. A policy that somebody else put
 * there stays and counts; ours goes in the end.
 */
export const withoutStartingServices = async (
  prefix: readonly string[],
  install: () => Promise<void>,
): Promise<void> => {
  await finishInterrupted(prefix);
  const before = await enabledServices();
  const ours = !existsSync(POLICY);
  if (ours) await run([...prefix, "sh", "-c", `cat >${POLICY} && chmod 755 ${POLICY}`], { stdin: policy(before) });
  try {
    await install();
  } finally {
    if (ours) await run([...prefix, "rm", "-f", POLICY]);
    await disableNew(prefix, before);
  }
};

/** Whether an installation of ours was killed: its policy still stands there, and its apt has ended. */
export const wasInterrupted = (): boolean =>
  existsSync(POLICY) && readFileSync(POLICY, "utf8").includes(MARK) && !installerRuns();

/** Does what an installation that was killed could not do any more. */
export const finishInterrupted = async (prefix: readonly string[]): Promise<void> => {
  if (!wasInterrupted()) return;
  const before = readFileSync(POLICY, "utf8").split(MARK)[1]?.split("\n")[0] ?? "";
  await run([...prefix, "rm", "-f", POLICY]);
  await disableNew(prefix, new Set(before.trim().split(" ")));
};

const policy = (before: ReadonlySet<string>): string => `#!/bin/sh\n${MARK} ${[...before].join(" ")}\nexit 101\n`;

const installerRuns = (): boolean =>
  livingProcesses().some(({ name, pid }) => (name === "apt-get" || name === "dpkg") && seesOurFiles(pid));

/** A container's apt is seen as a process of ours, and installs nothing here. Who may not be looked at counts as one of ours. */
const seesOurFiles = (pid: number): boolean => {
  try {
    const [own, its] = ["/", `/proc/${pid}/root/`].map((path) => statSync(path));
    return own?.dev === its?.dev && own?.ino === its?.ino;
  } catch (error) {
    return codeOf(error) !== "ENOENT";
  }
};

const disableNew = async (prefix: readonly string[], before: ReadonlySet<string>): Promise<void> => {
  const added = [...(await enabledServices())].filter((unit) => !before.has(unit));
  // One by one: a unit that cannot be disabled must not keep the others.
  for (const unit of added) await run([...prefix, "systemctl", "--no-reload", "disable", unit]);
};

/** Unit files that start by themselves; none where there is no systemd. */
const enabledServices = async (): Promise<ReadonlySet<string>> => {
  const words = ["list-unit-files", "--state=enabled", "--no-legend", "--no-pager", "--plain"];
  const answer = await run(["systemctl", ...words]).catch(() => undefined);
  const lines = answer?.exitCode === 0 ? answer.stdout.split("\n") : [];
  const units = lines.map((line) => line.split(/\s+/)[0] ?? "");
  return new Set(units.filter((unit) => /\.(service|timer|socket|path)$/.test(unit)));
};
