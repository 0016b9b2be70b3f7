import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../setup/free-ports.ts";

/** The tarball of `npm pack`, installed in an empty folder outside of the repository: what a user of Stead has. */
const repository = join(import.meta.dirname, "../../..");
const npm = join(dirname(process.execPath), "npm");
let home: string;
let files: readonly string[];

const run = (program: string, words: readonly string[], folder = home) =>
  spawnSync(program, words, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1" },
  });

beforeAll(() => {
  const workshop = mkdtempSync(join(tmpdir(), "stead-pack-"));
  home = mkdtempSync(join(tmpdir(), "stead-user-"));
  try {
    // In a copy, because prepack builds into dist/, and a running Stead must not meet a half-written one.
    for (const path of ["tsconfig.base.json", "stead/package.json", "stead/tsconfig.json", "stead/tsconfig.build.json"])
      cpSync(join(repository, path), join(workshop, path));
    for (const path of ["bin", "src", "README.md", "LICENSE"])
      cpSync(join(repository, "stead", path), join(workshop, "stead", path), { recursive: true });
    symlinkSync(join(repository, "node_modules"), join(workshop, "node_modules"));
    const packed = npmRun(["pack", "--json", "--pack-destination", home], join(workshop, "stead"));
    files = tarEntries(join(home, tarball()));
    expect(packed, "npm pack").toContain("stead-");
    npmRun(["init", "-y"], home);
    npmRun(["install", "--no-audit", "--no-fund", "--prefer-offline", join(home, tarball())], home);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
});

afterAll(() => {
  run(stead(), ["down"]);
  rmSync(home, { recursive: true, force: true });
});

const npmRun = (words: readonly string[], cwd: string): string =>
  execFileSync(existsSync(npm) ? npm : "npm", words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const tarball = (): string => readdirSync(home).find((name) => name.endsWith(".tgz")) ?? "no tarball";
const tarEntries = (path: string): readonly string[] =>
  execFileSync("tar", ["-tzf", path], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((entry) => entry.replace(/^package\//, ""));
const stead = (): string => join(home, "node_modules/.bin/stead");

test("the tarball holds what runs and its types, and no tests", () => {
  expect(files).toEqual(expect.arrayContaining(["bin/stead.mjs", "dist/index.js", "dist/index.d.ts", "LICENSE"]));
  expect(files.filter((file) => /\.test\.|^src\/|^test\//.test(file))).toEqual([]);
});

test("stead --help works", () => {
  const help = run(stead(), ["--help"]);
  expect(help.status, help.stderr).toBe(0);
  expect(help.stdout).toContain("up");
});

test("init writes a config that an editor has types for", () => {
  const made = run(stead(), ["init"]);
  expect(made.status, made.stderr).toBe(0);
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify({ compilerOptions: tsconfig, files: ["stead.config.ts"] }));
  expect(typeCheck()).toBe("");
  mkdirSync(join(home, "wrong"));
  writeFileSync(
    join(home, "wrong/stead.config.ts"),
    `import { defineSite } from "stead";\nexport default defineSite({ domain: "a.example", canonical: "both" });\n`,
  );
  writeFileSync(join(home, "wrong/tsconfig.json"), JSON.stringify({ compilerOptions: tsconfig }));
  expect(typeCheck("wrong")).toContain('"both"');
});

const tsconfig = { module: "nodenext", target: "es2024", strict: true, noEmit: true, types: [], skipLibCheck: false };

const typeCheck = (folder = "."): string =>
  run(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", folder]).stdout;

test("up brings up what init described", async () => {
  const [http = 0, dns = 0] = await freePorts(2);
  const config = join(home, "stead.config.ts");
  const written = readFileSync(config, "utf8");
  writeFileSync(config, written.replace("defineSite({", `defineSite({ ports: { http: ${http}, dns: ${dns} },`));
  const up = run(stead(), ["up", "-d"]);
  expect(up.status, `${up.stdout}\n${up.stderr}`).toBe(0);
  const answer = await fetch(`http://127.0.0.1:${http}/`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("<");
  expect(run(stead(), ["down"]).status).toBe(0);
});
