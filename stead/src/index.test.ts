import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defineSite } from "./index.ts";

const repository = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "stead-types-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What an author may write. */
const right = {
  "nothing but a domain": '{ domain: "foobar.com" }',
  "a static site": '{ domain: "foobar.com", app: { static: "." } }',
  "a full site": `{
    domain: "foobar.com", canonical: "apex", maxBody: "25m", redirects: { "/old": "/new" }, database: {}, ports: { http: 8090 },
    aliases: ["foobar.example", { name: "mirror.example", serve: true }],
    app: { build: "npm run build", start: "node x.js", instances: 3, env: { LEVEL: "debug" }, port: true },
    workers: { mailer: { run: "node mailer.js" } },
    cron: { tidy: { run: "node tidy.js", at: "15 4 * * *", overlap: "kill" } },
  }`,
  "an environment": `{
    domain: "foobar.com",
    environments: {
      local: { app: { env: { LEVEL: "trace" } } },
      production: { servers: { web1: { address: "203.0.113.7" } }, app: { instances: 8 }, maxBody: "50m" },
    },
  }`,
};

/** What the editor must underline, and what its message must hold. */
const wrong = {
  "no domain": ["{}", "Argument of type '{}' is not assignable"],
  "a misspelt key": ['{ domain: "foobar.com", cannonical: "www" }', "'cannonical' does not exist"],
  "a value that it cannot have": ['{ domain: "foobar.com", canonical: "both" }', "Type '\"both\"' is not assignable"],
  "a misspelt key of a group": ['{ domain: "foobar.com", app: { start: "x", heath: "/" } }', "'heath' does not exist"],
  "text for a number": [
    '{ domain: "foobar.com", app: { instances: "2" } }',
    "Type 'string' is not assignable to type 'number",
  ],
  "a component's setting": ['{ domain: "foobar.com", maxBody: true }', "Type 'true' is not assignable"],
  "a misspelt key of an environment": [
    '{ domain: "foobar.com", environments: { production: { cannonical: "www" } } }',
    "'cannonical' does not exist",
  ],
} as const;

/** The compiler's output: `FILE(LINE,COLUMN): error …`. */
let said: string;

const saidOf = (what: string): readonly string[] =>
  said.split("\n").filter((line) => line.startsWith(`${fileOf(what)}(`));

const fileOf = (what: string): string => `${what.replaceAll(/[^a-z]+/gu, "-")}.ts`;

beforeAll(() => {
  const all = { ...right, ...Object.fromEntries(Object.entries(wrong).map(([what, [site]]) => [what, site])) };
  for (const [what, site] of Object.entries(all)) {
    writeFileSync(
      join(folder, fileOf(what)),
      `import { defineSite } from "stead";\nexport default defineSite(${site});\n`,
    );
  }
  const options = {
    noEmit: true,
    types: [],
    paths: { stead: [join(repository, "stead/src/index.ts")] },
    allowImportingTsExtensions: true,
  };
  const config = { extends: join(repository, "tsconfig.base.json"), compilerOptions: options, include: ["*.ts"] };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(repository, "node_modules/.bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
    cwd: folder,
  });
  said = stdout;
}, 60_000);

test.each(Object.keys(right))("the editor accepts %s", (what) => {
  expect(saidOf(what)).toEqual([]);
});

test.each(Object.entries(wrong))("the editor underlines %s", (what, [, message]) => {
  expect(saidOf(what)).toEqual([expect.stringContaining(message)]);
});

test("defineSite hands the site on as it is", () => {
  const site = { domain: "foobar.com" };
  expect(defineSite(site)).toBe(site);
});
