/**
 * Runs every test and closes with one plain line, `N passed, N failed, N skipped`.
 *
 *   npm test                     everything, at sample depth
 *   npm test -- unit commands    these parts only
 *   npm test -- unit releases    the tests of that part whose file name contains the word
 *   npm run test:long            the full counts of docs/proof.md
 *   STEAD_SEED=7 npm test        the random parts again as they were in a run that printed seed 7
 */
import { ready } from "./ready.mjs";

await ready();
const { installDistributionPackages, testPackages } = await import("./packages.mjs");
const { chooseParts } = await import("./parts.mjs");
const { runParts } = await import("./run-parts.mjs");

const words = process.argv.slice(2).filter((word) => word !== "--long");
const long = process.argv.includes("--long");
const seed = process.env.STEAD_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
process.env.STEAD_SEED = seed;
console.log(`Seed ${seed} (STEAD_SEED=${seed} repeats this run)`);

installDistributionPackages(testPackages);
const proofs = long ? await import("./proofs.mjs") : undefined;
const { parts, filters } = proofs ? { parts: proofs.chooseProofs(words), filters: [] } : chooseParts(words);
const results = await runParts(parts, filters);
proofs?.writeProofs();

for (const { test, message } of results.flatMap(({ failures }) => failures)) {
  console.log(`\nFAILED ${test}\n${firstLines(message)}`);
}
console.log("");
for (const { name, passed, failed, skipped, seconds } of results) {
  console.log(
    `${name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ` +
      `${String(skipped).padStart(4)} skipped ${seconds.toFixed(1).padStart(7)} s`,
  );
}
const sum = (count) => results.reduce((total, result) => total + result[count], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") > 0 || (sum("passed") === 0 && !long) ? 1 : 0;

/** Enough of it to act on: where a log is cut, its end is what is kept. */
function firstLines(message) {
  const most = 25;
  const lines = message.split("\n");
  return [...lines.slice(0, most), ...(lines.length > most ? ["…"] : [])].map((line) => `  ${line}`).join("\n");
}
