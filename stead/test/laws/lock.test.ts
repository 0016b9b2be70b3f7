import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Lock, missingOptionals } from "../../../bin/lock/missing-optionals.ts";

const lock: Lock = JSON.parse(await readFile(new URL("../../../package-lock.json", import.meta.url), "utf8"));

test("every optional package of every platform stands in the lock, or `npm ci` refuses it", () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(200);
  expect(missingOptionals(lock)).toEqual({});
});

test("a package that is missing is noticed, with its platform", () => {
  const made = { packages: { "": { optionalDependencies: { "engine-linux-arm64-musl": "1.2.3" } } } };
  expect(missingOptionals(made)).toEqual({
    "node_modules/engine-linux-arm64-musl": {
      version: "1.2.3",
      cpu: ["arm64"],
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    },
  });
});

test("no address of a registry stands in the lock", () => {
  const addresses = Object.values(lock.packages as Record<string, { resolved?: string }>)
    .map((one) => one.resolved ?? "")
    .filter((resolved) => resolved.startsWith("http"));
  expect(addresses).toEqual([]);
});
