import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const base = realpathSync(mkdtempSync(join(tmpdir(), "stead config ü-")));
afterAll(() => rmSync(base, { recursive: true }));
let folders = 0;

const folderWith = (files: Readonly<Record<string, string>>): string => {
  folders += 1;
  const folder = join(base, String(folders));
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
};

interface Answer {
  readonly file?: string;
  readonly folder?: string;
  readonly value?: unknown;
  readonly faults?: readonly { code: string; where: string; what: string; mend: string; lines?: readonly string[] }[];
}

/** Asks in a Node of its own, as the command line does: the test runner imports files in its own way. */
const read = async (folder: string, config?: string): Promise<Answer> => {
  const module = new URL("./read-config.ts", import.meta.url).href;
  const program = `
    const { readConfig } = await import(${JSON.stringify(module)});
    const where = JSON.parse(process.argv[1]);
    const answer = await readConfig(where).catch((error) => ({ faults: error.faults ?? String(error.stack) }));
    console.log(JSON.stringify(answer));`;
  const words = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, [...words, JSON.stringify({ folder, config })]);
  return JSON.parse(stdout) as Answer;
};

const good = 'import { defineSite } from "stead";\nexport default defineSite({ domain: "foobar.com" });\n';

describe("the file", () => {
  test("is found in the folder, without a package.json or node_modules there", async () => {
    const folder = folderWith({ "stead.config.ts": good });
    expect(await read(folder)).toEqual({
      file: join(folder, "stead.config.ts"),
      folder,
      value: { domain: "foobar.com" },
    });
  });

  test("is found above", async () => {
    const folder = folderWith({ "stead.config.ts": good, "src/deep/x": "" });
    expect(await read(join(folder, "src", "deep"))).toMatchObject({ folder });
  });

  test("is the one that --config names, a file of any name or a folder", async () => {
    const folder = folderWith({
      "stead.config.ts": good,
      "other.ts": 'export default { domain: "other.com" };',
      "sub/stead.config.mjs": "export default 1",
    });
    expect(await read(folder, "other.ts")).toMatchObject({ value: { domain: "other.com" } });
    expect(await read(folder, "sub")).toMatchObject({ value: 1, folder: join(folder, "sub") });
  });

  test.each(["module", "commonjs"])("may stand beside a package.json of type %s", async (type) => {
    const folder = folderWith({ "stead.config.ts": good, "package.json": JSON.stringify({ type }) });
    expect(await read(folder)).toMatchObject({ value: { domain: "foobar.com" } });
  });

  test("may import other files and use types", async () => {
    const folder = folderWith({
      "names.ts": 'export const domain: string = "foobar.com";',
      "stead.config.ts":
        'import { defineSite, type SiteConfig } from "stead";\nimport { domain } from "./names.ts";\nexport default defineSite({ domain } satisfies SiteConfig);',
    });
    expect(await read(folder)).toMatchObject({ value: { domain: "foobar.com" } });
  });
});

describe("what is wrong with it is told with its line", () => {
  test.each([
    ["a syntax error", `${good}const x = ;\n`, "SPEC_UNREADABLE", ":3", "cannot be read: Expression expected."],
    ["half a file", good.slice(0, 70), "SPEC_UNREADABLE", ":2", "cannot be read: "],
    [
      "what only a compiler knows",
      `enum A { B }\n${good}`,
      "SPEC_UNREADABLE",
      ":1",
      "cannot be read: TypeScript enum is not supported in strip-only mode.",
    ],
    ["an import that is not there", `import "./gone.ts";\n${good}`, "SPEC_UNREADABLE", "", "imports "],
    [
      "a name that stead does not have",
      'import { defineSites } from "stead";\nexport default 1',
      "SPEC_UNREADABLE",
      ":1",
      "cannot be read: The requested module 'stead' does not provide an export named 'defineSites'.",
    ],
    [
      "an exception",
      "const x = undefined as any;\nexport default { domain: x.name };",
      "SPEC_THROWS",
      ":2:",
      "throws TypeError: Cannot read properties of undefined (reading 'name').",
    ],
    ["something thrown that is no error", 'throw "no";', "SPEC_THROWS", "", 'throws "no", which is no Error.'],
    [
      "no default export",
      'export const site = { domain: "foobar.com" };',
      "SPEC_INVALID",
      "",
      "exports nothing by default.",
    ],
  ])("%s", async (_what, text, code, line, what) => {
    const folder = folderWith({ "stead.config.ts": text });
    const [fault] = (await read(folder)).faults ?? [];
    expect(fault?.code).toBe(code);
    expect(fault?.where).toContain(join(folder, "stead.config.ts") + line);
    expect(fault?.what).toContain(what);
    expect(fault?.mend).toMatch(/\.$/u);
  });

  test.each(["stead.config.js", "stead.config.mjs"])("a syntax error in %s", async (name) => {
    const folder = folderWith({ [name]: "export default {\n  domain: ;\n};\n" });
    expect((await read(folder)).faults?.[0]).toMatchObject({
      code: "SPEC_UNREADABLE",
      where: `${join(folder, name)}:2`,
      what: "cannot be read: Expression expected.",
    });
  });

  test("an exception in a file that it imports is told at its own line, with the way there", async () => {
    const folder = folderWith({
      "helper.ts": "export const fail = (): string => {\n  throw new RangeError('too far');\n};",
      "stead.config.ts": 'import { fail } from "./helper.ts";\nexport default { domain: fail() };',
    });
    const [fault] = (await read(folder)).faults ?? [];
    expect(fault?.where).toBe(`${join(folder, "helper.ts")}:2:9`);
    expect(fault?.lines).toEqual([`called from ${join(folder, "stead.config.ts")}:2:26`]);
  });

  test("it is nowhere", async () => {
    const folder = folderWith({});
    expect((await read(folder)).faults?.[0]).toMatchObject({ code: "SPEC_NOT_FOUND", where: folder });
    expect((await read(folder, "gone.ts")).faults?.[0]).toMatchObject({
      code: "SPEC_NOT_FOUND",
      what: "is not there.",
    });
  });

  test.skipIf(process.getuid?.() === 0)("it may not be opened", async () => {
    const folder = folderWith({ "stead.config.ts": good });
    chmodSync(join(folder, "stead.config.ts"), 0);
    expect((await read(folder)).faults?.[0]).toMatchObject({ code: "SPEC_UNREADABLE" });
  });
});

test("a file that changed is read anew by the same process", async () => {
  const folder = folderWith({ "stead.config.ts": good });
  const module = new URL("./read-config.ts", import.meta.url).href;
  const program = `
    import { writeFileSync } from "node:fs";
    const { readConfig } = await import(${JSON.stringify(module)});
    const [folder] = process.argv.slice(1);
    const before = (await readConfig({ folder })).value.domain;
    writeFileSync(folder + "/stead.config.ts", "export default { domain: 'changed.com' }");
    console.log(before, (await readConfig({ folder })).value.domain);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program, folder]);
  expect(stdout.trim()).toBe("foobar.com changed.com");
});

test.each(["a:b", "a\\b", "a\tb", "a\nb"])(
  "a folder called %j is refused before anything is made in it",
  async (name) => {
    const folder = folderWith({ [`${name}/stead.config.mjs`]: "export default {};" });
    const { faults } = await read(join(folder, name));
    expect(faults).toMatchObject([{ code: "USAGE", where: join(folder, name), mend: "Give the folder another name." }]);
  },
);
