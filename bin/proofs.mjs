/** The proofs of `npm run test:long`: which cases are still to be shown for this commit, and the table of all. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { proofCases } from "../stead/test/proof/cases.ts";
import { root } from "./ready.mjs";

const folder = join(root, ".test-results", "proof");

/** Longest time for one file. */
const MINUTES = 40;

/** One part for each file with cases that this commit has not shown yet; words choose cases by name. */
export const chooseProofs = (words) => {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root }).toString().trim();
  const shown = shownProofs();
  const wanted = Object.entries(proofCases).filter(([name]) => words.length === 0 || words.includes(name));
  const left = wanted.filter(([name, { full }]) => shown[name]?.commit !== commit || shown[name].count < full);
  for (const [name] of wanted.filter((entry) => !left.includes(entry)))
    console.log(`${name}: already shown for ${commit}`);
  const env = { STEAD_DEPTH: "long", STEAD_PROOF_FOLDER: folder, STEAD_COMMIT: commit };
  const files = [...new Set(left.map(([, { file }]) => file))]; // a file may show several cases at once
  return files.map((file) => ({
    name: basename(file, ".test.ts"),
    kind: "vitest",
    project: "*",
    files: [file],
    minutes: MINUTES,
    env,
  }));
};

const shownProofs = () => {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const proofs = files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  return Object.fromEntries(proofs.map((proof) => [proof.name, proof]));
};

/** Writes docs/proof.md from what was shown. */
export const writeProofs = () => {
  const shown = shownProofs();
  const rows = Object.entries(proofCases)
    .filter(([name]) => shown[name])
    .map(([name, { says, unit }]) => {
      const { count, result, commit, seed } = shown[name];
      return `| ${name} | ${says} | ${count} ${unit} | ${result} | ${commit} | ${seed} |`;
    });
  const text = [
    "# Proof",
    "",
    `Written by \`npm run test:long\` on ${new Date().toISOString().slice(0, 10)}. Cases under load hold their negative control in the same run.`,
    "A test fails when this table names fewer cases than the code.",
    "",
    "| case | what is shown | count | result | commit | seed |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
  mkdirSync(join(root, "docs"), { recursive: true });
  writeFileSync(join(root, "docs", "proof.md"), text);
  console.log(`Wrote docs/proof.md (${rows.length} of ${Object.keys(proofCases).length} cases)`);
};
