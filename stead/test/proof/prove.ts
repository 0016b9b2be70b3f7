import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proofCases, type ProofName } from "./cases.ts";

/** What a run showed; bin/write-proof.mjs reads it back. */
export interface Proof {
  readonly name: ProofName;
  readonly count: number;
  /** "0 failed, 3 resent; control: 812 failed". */
  readonly result: string;
  readonly seed: string;
  readonly commit: string;
}

/** How many a test has to do in this run. */
export const countOf = (name: ProofName): number =>
  process.env["STEAD_DEPTH"] === "long" ? proofCases[name].full : proofCases[name].sample;

/** Notes what was shown. A test calls it last, when nothing can fail any more; outside test:long it does nothing. */
export const prove = (name: ProofName, count: number, result: string): void => {
  const folder = process.env["STEAD_PROOF_FOLDER"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const { STEAD_SEED: seed = "1", STEAD_COMMIT: commit = "" } = process.env;
  const proof: Proof = { name, count, result, seed, commit };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(proof, null, 2)}\n`);
};
