import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const here = import.meta.dirname;
const source = join(here, "../../src");
let copy: string;
let told: { spec: unknown; explain: unknown; plan: string[]; check: unknown; settings: string[]; page: string };

/** A copy of stead/src with one more folder in components/ and one more line in the registry, and what it says then. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "stead-telegraph-"));
  cpSync(source, join(copy, "src"), { recursive: true });
  symlinkSync(join(here, "../../../node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, "package.json"), `{ "type": "module" }`);
  moveInto("telegraph", "src/components/telegraph", "../../../src/", "../../");
  moveInto(".", "src", "../../src/", "./");
  addRegistryLine(join(copy, "src/components/registry.ts"));
  const asked = spawnSync(process.execPath, [join(copy, "src/ask.ts")], { encoding: "utf8" });
  expect(asked.status, asked.stderr).toBe(0);
  told = JSON.parse(asked.stdout) as typeof told;
});
afterAll(() => rmSync(copy, { recursive: true }));

const moveInto = (from: string, to: string, was: string, is: string): void => {
  for (const name of readdirSync(join(here, from)).filter((file) => file.endsWith(".ts") && !file.includes(".test."))) {
    cpSync(join(here, from, name), join(copy, to, name));
    writeFileSync(join(copy, to, name), readFileSync(join(here, from, name), "utf8").replaceAll(was, is));
  }
};

const addRegistryLine = (path: string): void => {
  const registry = readFileSync(path, "utf8");
  const longer = registry.replace(/= \[/, "= [telegraph, ");
  expect(longer).not.toBe(registry);
  writeFileSync(path, `import { telegraph } from "./telegraph/index.ts";\n${longer}`);
};

test("spec: its setting is accepted", () => expect(told.spec).toEqual({ wire: "deep sea" }));

test("explain: its setting is told about", () => {
  expect(JSON.stringify(told.explain)).toContain("Sends every page by wire as well.");
  expect(told.settings).toContain("telegraph");
});

test("docs: the reference of settings has it, and the table of what a change does", () => {
  expect(told.page).toContain("## `telegraph`\n\nSends every page by wire as well.");
  expect(told.page).toMatch(/^\| setting \|.*\btelegraph\b/mu);
});

test("plan: its file is written and its unit started", () => {
  expect(told.plan.filter((says) => says.includes("telegraph"))).toHaveLength(2);
});

test("check: its loss is named with the cure", () => {
  expect(JSON.stringify(told.check)).toContain("No page arrives by wire.");
  expect(JSON.stringify(told.check)).toContain("A second wire.");
});
