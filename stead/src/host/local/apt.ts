import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.ts";

/** Seconds that apt waits for another apt, such as the nightly upgrade. */
const OTHER_APT = 300;

/** Lines of its output that are told when it fails. */
const LAST_WORDS = 20;

/**
 * Runs apt-get. Its output goes to a file and it outlives this process: killed, or with a broken pipe, it would leave
 * packages half configured.
 */
export const apt = async (
  words: readonly string[],
  prefix: readonly string[],
): Promise<{ readonly exitCode: number; readonly lines: readonly string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), "stead-apt-"));
  const log = join(folder, "log");
  try {
    const options = ["-o", `DPkg::Lock::Timeout=${OTHER_APT}`, "-o", "Dpkg::Use-Pty=0"];
    const asked = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...options, ...words];
    const { exitCode } = await run(["/bin/sh", "-c", 'exec "$@" >"$0" 2>&1', log, ...asked], { outlives: true });
    return { exitCode, lines: (await readFile(log, "utf8")).trim().split("\n").slice(-LAST_WORDS) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
