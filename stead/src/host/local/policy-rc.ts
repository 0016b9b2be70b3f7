import { existsSync, readFileSync } from "node:fs";
import { run } from "./run.ts";

/** Asked by every package's scripts whether they may start a service; 101: they may not (invoke-rc.d(8)). */
const POLICY = "/usr/sbin/policy-rc.d";

const MARK = "# Written by Stead for the time of one installation";

const CONTENT = `#!/bin/sh\n${MARK}; may be deleted.\nexit 101\n`;

/**
 * Does an installation whose packages neither start services nor leave new ones enabled. A policy that somebody else put
 * there stays and counts; ours goes in the end, and one that a killed run left is used again and then goes too.
 */
export const withoutStartingServices = async (
  prefix: readonly string[],
  install: () => Promise<void>,
): Promise<void> => {
  const ours = !existsSync(POLICY) || readFileSync(POLICY, "utf8").includes(MARK);
  const before = await enabledServices();
  if (ours) await run([...prefix, "sh", "-c", `cat > ${POLICY} && chmod 755 ${POLICY}`], { stdin: CONTENT });
  try {
    await install();
  } finally {
    if (ours) await run([...prefix, "rm", "-f", POLICY]);
    await disableNew(prefix, before);
  }
};

const disableNew = async (prefix: readonly string[], before: ReadonlySet<string>): Promise<void> => {
  const added = [...(await enabledServices())].filter((unit) => !before.has(unit));
  if (added.length > 0) await run([...prefix, "systemctl", "--no-reload", "disable", ...added]);
};

/** Unit files that start by themselves; none where there is no systemd. */
const enabledServices = async (): Promise<ReadonlySet<string>> => {
  const words = ["list-unit-files", "--state=enabled", "--no-legend", "--no-pager", "--plain"];
  const answer = await run(["systemctl", ...words]).catch(() => undefined);
  const lines = answer?.exitCode === 0 ? answer.stdout.split("\n") : [];
  return new Set(
    lines.map((line) => line.split(/\s+/)[0] ?? "").filter((unit) => /\.(service|timer|socket)$/.test(unit)),
  );
};
