import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokenLaw, explain } from "./import-laws.ts";
import { edgesOf, importEdges, repository, sourceFiles } from "./imports.ts";

const edges = [...importEdges("stead/src"), ...importEdges("site/src")];

test("imports point inward", () => {
  expect(edges.length).toBeGreaterThan(100); // a scan that saw nothing is a failure, not a pass
  expect(edges.filter((edge) => brokenLaw(edge) !== undefined).map(explain)).toEqual([]);
});

test("the scan sees every way to import", () => {
  const source = `import a from "./a.ts";\nimport type {\n  B,\n} from "../b.ts";\nexport * from "node:c";\nimport "./d.ts";\nconst e = await import("./e.ts");\n`;
  expect(edgesOf("stead/src/plan/x.ts", source).map((edge) => edge.to)).toEqual([
    "stead/src/plan/a.ts",
    "stead/src/b.ts",
    "node:c",
    "stead/src/plan/d.ts",
    "stead/src/plan/e.ts",
  ]);
});

test.each([
  ["stead/src/plan/diff.ts", "stead/src/host/host.ts"],
  ["stead/src/plan/diff.ts", "node:fs/promises"],
  ["stead/src/compile.ts", "node:child_process"],
  ["stead/src/components/nginx/index.ts", "stead/src/components/knot/index.ts"],
  ["stead/src/components/nginx/index.ts", "stead/src/plan/plan.ts"],
  ["stead/src/cli/verbs/up.ts", "stead/src/apply/apply.ts"],
  ["stead/src/apply/apply.ts", "node:net"],
  ["stead/src/operations/up.ts", "stead/src/components/nginx/index.ts"],
  ["stead/src/kernel/text.ts", "stead/src/state/vocabulary.ts"],
  ["stead/src/a-new-room/x.ts", "stead/src/kernel/text.ts"],
  ["stead/src/index.ts", "site/src/main.ts"],
  ["site/src/main.ts", "stead"],
])("the law can be broken: %s -> %s", (from, to) => {
  expect(brokenLaw({ from, to })).toBeTypeOf("string");
});

test("the pure rooms read no clock, no environment and no chance", () => {
  const rooms = ["kernel", "spec", "topology", "state", "components", "plan", "compile.ts"];
  const files = sourceFiles("stead/src").filter(
    (path) => rooms.includes(path.split("/")[2] ?? "") && !path.endsWith(".test.ts"),
  );
  expect(files.length).toBeGreaterThan(30);
  const impure =
    /\bprocess\.(?:env|cwd|pid|platform)\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/;
  expect(files.filter((path) => impure.test(codeOf(path)))).toEqual([]);
});

/** A file without its comments, in which such words may be explained. */
const codeOf = (path: string): string =>
  readFileSync(join(repository, path), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
