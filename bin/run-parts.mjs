import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./ready.mjs";

/** Longest time a tool may take. */
const TOOL_MINUTES = 5;

/** After Ctrl-C no further part begins. */
let interrupted = false;

/** Runs the parts one after another; each gives { name, passed, failed, skipped, failures, seconds }. */
export const runParts = async (parts, filters) => {
  const results = [];
  for (const part of parts) {
    if (interrupted) break;
    console.log(`\n=== ${part.name}`);
    const started = performance.now();
    const counts = part.kind === "tool" ? await runTool(part) : await runTests(part, filters);
    results.push({ name: part.name, ...counts, seconds: (performance.now() - started) / 1000 });
  }
  return results;
};

/** A tool counts as one test. */
const runTool = async ({ words: [program, ...words] }) => {
  const status = await run(program, words, TOOL_MINUTES);
  const failures = status === 0 ? [] : [{ test: [program, ...words].join(" "), message: "its own words stand above" }];
  return { passed: 1 - failures.length, failed: failures.length, skipped: 0, failures };
};

/** vitest counts in a file; its own death (nothing written, an error outside any test) counts as one failure. */
const runTests = async (part, filters) => {
  const file = join(root, ".test-results", `${part.name}.json`);
  mkdirSync(join(root, ".test-results"), { recursive: true });
  rmSync(file, { force: true });
  const words = ["run", "--project", part.project ?? part.name, "--reporter=default", "--reporter=json"];
  const chosen = part.files ?? filters;
  const status = await run("vitest", [...words, `--outputFile.json=${file}`, ...chosen], part.minutes, part.env);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const failures = (report.testResults ?? []).flatMap(failuresIn);
  if (failures.length === 0 && status !== 0)
    failures.push({ test: part.name, message: "vitest itself ended badly, see above" });
  return {
    passed: report.numPassedTests ?? 0,
    failed: failures.length,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    failures,
  };
};

/** The failed tests of one file; one that throws while it loads has no tests, and counts as one. */
const failuresIn = ({ name, status, message, assertionResults }) => {
  const file = relative(root, name);
  if (status === "failed" && assertionResults.length === 0) return [{ test: file, message }];
  return assertionResults
    .filter((test) => test.status === "failed")
    .map((test) => ({ test: `${file} > ${test.fullName}`, message: test.failureMessages.join("\n") }));
};

/** Runs a program of node_modules in a process group of its own, which is ended when its time is over. */
const run = async (program, words, minutes, env = {}) => {
  const child = spawn(process.execPath, [entryOf(program), ...words], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
    env: { ...process.env, ...env },
  });
  const end = (signal) => () => {
    interrupted = true;
    endGroup(child, signal);
  };
  const limit = setTimeout(() => {
    console.error(`${program} took more than ${minutes} minutes and was ended.`);
    endGroup(child, "SIGKILL");
  }, minutes * 60_000);
  const passOn = { SIGINT: end("SIGINT"), SIGTERM: end("SIGTERM") };
  for (const [signal, listener] of Object.entries(passOn)) process.once(signal, listener);
  const [code] = await once(child, "exit");
  clearTimeout(limit);
  for (const [signal, listener] of Object.entries(passOn)) process.off(signal, listener);
  return code ?? 1;
};

const endGroup = (child, signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it ended in the meantime
  }
};

/** The file behind a program's name, because `.bin` entries are links to scripts that ask PATH for a Node. */
const entryOf = (program) => {
  const folder = join(root, "node_modules", { tsc: "typescript" }[program] ?? program);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[program]);
};
