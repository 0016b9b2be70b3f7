import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Host } from "../../host/host.ts";
import { askFrom } from "./asker.ts";

/** This machine, as far as an asker needs one. */
const machine = {
  run: async ([program = "", ...words]: readonly string[], { stdin = "" } = {}) => {
    const { status, stdout, stderr } = spawnSync(program, words, { input: stdin, encoding: "utf8" });
    return { exitCode: status ?? 1, stdout, stderr };
  },
} as unknown as Host;

test("servers that are not there, or that no way leads to, do not keep the others from being asked", async () => {
  const asked = ["127.83.1.9", "::ffff:0.0.0.0", "fe80::1", "2001:db8::1"].map((at) => ({
    at,
    name: "foobar.com",
    type: "A",
  }));
  const answers = await askFrom(machine)(asked);
  expect(answers).toHaveLength(asked.length);
  for (const answer of answers) expect(answer).toHaveProperty("failed");
  expect(answers[0]).toEqual({ failed: "nothing listens there" });
});

test("a machine that cannot run it gives no answers, and no fault", async () => {
  const broken = { run: async () => ({ exitCode: 1, stdout: "", stderr: "no way\n" }) } as unknown as Host;
  expect(await askFrom(broken)([{ at: "192.0.2.1", name: "a", type: "A" }])).toEqual([{ failed: "no way" }]);
});
