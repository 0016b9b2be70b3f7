/**
 * Every case whose full count is too long for `npm test`, or whose figure Stead's promises rest on. `npm run test:long` runs them at
 * full count and writes docs/proof.md; a test fails when that table names fewer cases, or fewer of one, than this list.
 */
export interface ProofCase {
  /** What is shown, as a sentence. */
  readonly says: string;
  /** The test file that shows it. */
  readonly file: string;
  /** What is counted. */
  readonly unit: string;
  /** How many in `npm test`, and in `npm run test:long`. */
  readonly sample: number;
  readonly full: number;
}

export const proofCases = {
  "deploys-under-load": {
    says: "Ten deploys and two rollbacks in a row under load: no request failed.",
    file: "stead/test/load/deploys-under-load.test.ts",
    unit: "requests",
    sample: 20_000,
    full: 20_000,
  },
  "instance-killed-under-load": {
    says: "An instance killed with SIGKILL, again and again, under GET load: no request failed.",
    file: "stead/test/load/instance-killed.test.ts",
    unit: "requests",
    sample: 3_000,
    full: 20_000,
  },
  "up-killed": {
    says: "A first up killed with SIGKILL at a boundary of its log: the next up finishes it, and the one after has nothing to do.",
    file: "stead/test/commands/up-killed.test.ts",
    unit: "boundaries",
    sample: 5,
    full: 40,
  },
  "deploy-killed": {
    says: "A deploy killed with SIGKILL at a boundary of its log: the site serves on, and the next verb clears up and says what it cleared.",
    file: "stead/test/releases/killed.test.ts",
    unit: "boundaries",
    sample: 6,
    full: 46,
  },
  "deploy-killed-any-time": {
    says: "A deploy killed with SIGKILL at a random instant: the site serves on, and the next deploy serves what it should.",
    file: "stead/test/releases/killed.test.ts",
    unit: "instants",
    sample: 6,
    full: 20,
  },
  "lab-killed": {
    says: "A lab up killed with SIGKILL at a random instant: down leaves nothing of the lab on the machine, and up makes it whole.",
    file: "stead/test/lab/killed.test.ts",
    unit: "instants",
    sample: 4,
    full: 20,
  },
  "server-under-load": {
    says: "Deploys, rollbacks, renewals of the certificate, another secret, a reload of nginx and another cron job on a server, under load over HTTPS: no request failed.",
    file: "stead/test/lab/server-under-load.test.ts",
    unit: "requests",
    sample: 3_000,
    full: 30_000,
  },
} as const satisfies Readonly<Record<string, ProofCase>>;

export type ProofName = keyof typeof proofCases;
