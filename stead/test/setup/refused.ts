import { expect, test } from "vitest";
import type { ErrorCode } from "../../src/kernel/error-codes.ts";
import type { Fault } from "../../src/kernel/errors.ts";
import { keepAsking } from "./keep-asking.ts";
import type { RunningSite } from "./running-site.ts";
import { standing } from "./standing.ts";

/** One piece of bad input or bad luck, and how the command that meets it must end. */
export interface Refusal {
  readonly name: string;
  /** Makes it bad. */
  readonly arrange: (site: RunningSite) => void | Promise<void>;
  /** `up -d` unless given. */
  readonly command?: readonly string[];
  /** Runs the command in another way than from a shell in the site's folder. */
  readonly run?: (site: RunningSite, words: readonly string[]) => ReturnType<RunningSite["run"]>;
  readonly code: ErrorCode;
  readonly exit: 1 | 2 | 3 | 4 | 5;
  readonly where: Told;
  readonly what: Told;
  readonly mend: Told;
  /** The evidence below. */
  readonly lines?: Told;
  /** Follows the advice. That spec and files become the good ones again goes without saying. */
  readonly restore?: (site: RunningSite) => void | Promise<void>;
  /** The correct run that comes next; what `up` then changes is nothing unless told here. */
  readonly next?: (site: RunningSite) => Promise<unknown>;
}

/** A text that must be told exactly, or what it must look like. */
type Told = string | RegExp | ((site: RunningSite) => string | RegExp);

/**
 * A test for each case, on a site that serves. Each sees five things: the code and the exit status; where, what and mend; every
 * file and process as it was; 200 for a steady visitor all the while; a correct run that succeeds.
 */
export const refused = (site: () => RunningSite, cases: readonly Refusal[]): void => {
  test.each(cases)("$name", (refusal) => refuse(site(), refusal));
};

const refuse = async (site: RunningSite, refusal: Refusal): Promise<void> => {
  const asking = keepAsking(site.http);
  try {
    await refusal.arrange(site);
    const before = standing(site);
    const { run = (at, words) => at.run(...words), command = ["up", "-d"] } = refusal;
    const ended = await run(site, [...command, "--json"]);
    const output = ended.stdout + ended.stderr;
    expect(ended.exitCode, output).toBe(refusal.exit);
    expect(faultsIn(output), output).toEqual([expected(site, refusal)]);
    expect(standing(site)).toEqual(before);
  } finally {
    await refusal.restore?.(site);
    site.restore();
  }
  await (refusal.next ?? nothingLeft)(site);
  const { count, failed } = await asking.stop();
  expect(failed).toEqual([]);
  expect(count).toBeGreaterThan(5);
};

/** With everything right again a correct run ends well, and has nothing to do. */
export const nothingLeft = async (site: RunningSite): Promise<void> => expect(await site.changes("up")).toEqual([]);

const expected = (site: RunningSite, { code, where, what, mend, lines }: Refusal): unknown =>
  expect.objectContaining({
    code,
    where: told(site, where),
    what: told(site, what),
    mend: told(site, mend),
    ...(lines && { lines: { asymmetricMatch: (said: readonly string[]) => matches(said.join("\n"), lines, site) } }),
  });

const told = (site: RunningSite, wanted: Told): unknown => {
  const text = typeof wanted === "function" ? wanted(site) : wanted;
  return typeof text === "string" ? text : expect.stringMatching(text);
};

const matches = (text: string, wanted: Told, site: RunningSite): boolean => {
  const pattern = typeof wanted === "function" ? wanted(site) : wanted;
  return typeof pattern === "string" ? text === pattern : pattern.test(text);
};

/** Those of the last line: `{ "error": { "code", "faults" } }`. */
const faultsIn = (output: string): readonly Fault[] => {
  const last = output.trim().split("\n").at(-1) ?? "";
  try {
    return (JSON.parse(last) as { readonly error?: { readonly faults: readonly Fault[] } }).error?.faults ?? [];
  } catch {
    return [];
  }
};
