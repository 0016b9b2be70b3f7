import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runStead } from "../setup/run-stead.ts";
import { repository } from "./imports.ts";

const readme = readFileSync(join(repository, "README.md"), "utf8");

test("the verbs that README names are the verbs there are", async () => {
  const { stdout } = await runStead(repository, ["--help"]);
  const there = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gmu)].map(([, verb = ""]) => verb);
  expect(there.length).toBeGreaterThan(5);
  const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([a-z]+)`/gu)].map(([, verb = ""]) => verb),
  );
  const typed = [...readme.matchAll(/npx stead\s+([a-z]+)/gu)].map(([, verb = ""]) => verb);
  expect([...named, ...typed].filter((verb) => !there.includes(verb))).toEqual([]);
  expect(there.filter((verb) => !named.includes(verb))).toEqual([]);
});

test("every link of README leads to a file of the repository", () => {
  const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/gu)].map(([, target = ""]) => target);
  expect(targets.length).toBeGreaterThan(8);
  expect(targets.filter((target) => !existsSync(join(repository, target)))).toEqual([]);
});

test("README shows the site's own configuration, word for word", () => {
  const shown = /```ts\n\/\/ site\/stead\.config\.ts[^\n]*\n([\s\S]*?)```/u.exec(readme)?.[1];
  expect(shown).toBe(readFileSync(join(repository, "site/stead.config.ts"), "utf8"));
});
