import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { ask } from "../setup/ask.ts";
import { runStead } from "../setup/run-stead.ts";

/** Sites that nobody gave ports, coming up for the first time at the same moment. */
const names = ["one", "two", "three"];
const folders = new Map<string, string>();
const folderOf = (name: string): string => folders.get(name) ?? "";

beforeAll(() => {
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), `stead-${name}-`));
    chmodSync(folder, 0o755);
    folders.set(name, folder);
    writeFileSync(join(folder, "index.html"), `I am ${name}\n`);
    writeFileSync(
      join(folder, "stead.config.mjs"),
      `export default { domain: "${name}.com", app: { static: "." } };\n`,
    );
  }
});
afterAll(async () => {
  for (const folder of folders.values()) {
    await runStead(folder, ["down"]);
    rmSync(folder, { recursive: true });
  }
});

const portsOf = (name: string): Readonly<Record<string, number>> =>
  JSON.parse(readFileSync(join(folderOf(name), ".stead/etc/ports.json"), "utf8")) as Record<string, number>;

test("each has ports of its own, and each shows its own page", async () => {
  const ended = await Promise.all(names.map((name) => runStead(folderOf(name), ["up", "-d"])));
  expect(ended.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`)).toEqual(names.map(() => "0 "));
  const ports = names.flatMap((name) => Object.values(portsOf(name)));
  expect(new Set(ports).size).toBe(names.length * 2);
  for (const name of names) {
    const { body } = await ask(portsOf(name)["http"] ?? 0, "/", { host: "localhost" });
    expect(body).toBe(`I am ${name}\n`);
  }
  // Once up, nothing is claimed any more, and nothing moves.
  for (const name of names)
    expect((await runStead(folderOf(name), ["up", "-d"])).stdout).toContain("Nothing to change");
});

test("a claimed port is nobody else's until it is given back; one that is listened on cannot be claimed", async () => {
  const [one, two] = await Promise.all(["one", "two"].map((name) => openLocalHost({ folder: folderOf(name) })));
  const port = 31_999;
  const claim = await one?.claimPorts?.([port]);
  expect(claim).toBeDefined();
  expect(await two?.claimPorts?.([31_998, port])).toBeUndefined();
  await claim?.release();
  const again = await two?.claimPorts?.([31_998, port]);
  expect(again).toBeDefined();
  await again?.release();
  expect(await one?.claimPorts?.([portsOf("two")["http"] ?? 0])).toBeUndefined();
});
