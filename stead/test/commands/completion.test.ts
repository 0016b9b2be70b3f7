import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runStead } from "../setup/run-stead.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

let site: SiteFolder;
beforeAll(async () => {
  site = await makeSiteFolder({
    domain: "foobar.com",
    app: { static: "." },
    environments: { production: { servers: { web1: { address: "203.0.113.7" } } } },
  });
  symlinkSync(resolve(import.meta.dirname, "../../bin/stead.mjs"), join(site.folder, "stead"));
});
afterAll(() => site.close());

/** What bash would offer for a line whose last word is at the cursor, once it has read the script. */
const offered = (...words: readonly string[]): string => {
  const program = `source <(stead completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _stead stead "\${!#}"; echo "\${COMPREPLY[@]}"`;
  const environment = { ...process.env, PATH: `${site.folder}:${process.env["PATH"]}` };
  return spawnSync("bash", ["-c", program, "bash", "stead", ...words], {
    cwd: site.folder,
    env: environment,
    encoding: "utf8",
  }).stdout.trim();
};

test("bash completes verbs, options and the site's own environments", () => {
  expect(offered("dep")).toBe("deploy");
  expect(offered("deploy", "--di")).toBe("--dirty");
  expect(offered("deploy", "")).toBe("local production");
  expect(offered("cron", "run", "--json", "-e", "p")).toBe("production");
});

test("where nothing is known nothing is said, also without a site", async () => {
  const ended = await runStead("/", ["completion", "words", "--", "deploy", ""]);
  expect(ended).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  const unknown = await runStead("/", ["completion", "tcsh"]);
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining("bash, zsh, fish")]);
});
