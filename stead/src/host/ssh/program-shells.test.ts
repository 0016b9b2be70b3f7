import { expect, test } from "vitest";
import type { Connection } from "./connection.ts";
import { programShells } from "./program-shells.ts";
import type { Shell } from "./shell.ts";

const shellCalled = (words: string): Shell => ({
  ask: async () => 0,
  say: () => undefined,
  end: () => undefined,
  cut: () => undefined,
  usable: () => true,
  up: Promise.resolve(1),
  ended: Promise.resolve(words),
});

/** A connection whose shells come, or are refused, in this order. */
const connectionOf = (answers: Promise<Shell | undefined>[]): (() => Promise<Connection>) => {
  const connection: Connection = {
    shell: shellCalled("the first"),
    control: "",
    rights: "root",
    another: async () => answers.shift(),
    stands: async () => true,
    end: async () => undefined,
  };
  return async () => connection;
};

const tooFew = (): Error => new Error("too few");

test("who is refused a shell gets one that was given back meanwhile, although somebody keeps one", async () => {
  const refusal = Promise.withResolvers<undefined>();
  const [kept, lent] = [shellCalled("kept"), shellCalled("lent")];
  const shells = programShells(connectionOf([Promise.resolve(kept), Promise.resolve(lent), refusal.promise]), tooFew);
  expect((await shells.borrow()).shell).toBe(kept);
  const quick = shells.withShell(async (shell) => shell);
  const late = shells.withShell(async (shell) => shell);
  expect(await quick).toBe(lent);
  refusal.resolve(undefined);
  expect(await late).toBe(lent);
  expect(await Promise.all([1, 2].map(() => shells.withShell(async (shell) => shell)))).toEqual([lent, lent]);
});

test("where only what is kept was allowed, that is told", async () => {
  const shells = programShells(
    connectionOf([Promise.resolve(shellCalled("kept")), Promise.resolve(undefined)]),
    tooFew,
  );
  await shells.borrow();
  await expect(shells.withShell(async (shell) => shell)).rejects.toThrow("too few");
});
