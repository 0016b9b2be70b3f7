import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openLocalHost } from "../../src/host/local/local-host.ts";

/** nobody and nogroup (Debian policy, 9.2.2). */
const NOBODY = 65_534;

const script = fileURLToPath(new URL("unprivileged.ts", import.meta.url));

const asNobody = (words: readonly string[]): string =>
  execFileSync("setpriv", [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", ...words], { encoding: "utf8" });

const canRun = (): boolean => {
  if (process.getuid?.() !== 0) return false;
  try {
    asNobody([process.execPath, "-e", `require("fs").readFileSync(${JSON.stringify(script)})`]);
    return true;
  } catch {
    return false;
  }
};

// From a clone that only root may enter, nobody cannot even read the program.
test.runIf(canRun())(
  "a user without any rights runs, loses, adopts and ends a site's units; root keeps its hands off them",
  async () => {
    const site = mkdtempSync(join(tmpdir(), "stead-nobody-"));
    chownSync(site, NOBODY, NOBODY);
    try {
      expect(JSON.parse(asNobody([process.execPath, script, site]))).toEqual({
        home: `${site}/.stead`,
        socketsAreTheUsers: true,
        secretIsPrivate: true,
        started: "ready",
        sameProcessAfterAdoption: true,
        left: [],
        install: "ENGINE_MISSING",
        line: "Type this, then run the command again: sudo apt-get install -y --no-install-recommends knot nginx",
        asRoot: "COMMAND_FAILED",
      });
      await expect(openLocalHost({ folder: site })).rejects.toMatchObject({
        faults: [
          {
            code: "FOREIGN_FILE",
            what: expect.stringContaining("nobody runs; you are root"),
            mend: "Type the command as nobody.",
          },
        ],
      });
    } finally {
      rmSync(site, { recursive: true });
    }
  },
);
