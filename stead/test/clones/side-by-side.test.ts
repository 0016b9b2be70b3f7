import { mkdtempSync, chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { runStead } from "../setup/run-stead.ts";

/** Two sites on one machine, neither of which says which ports it wants. */
let folders: string[] = [];

afterEach(async () => {
  for (const folder of folders) {
    await runStead(folder, ["down"]);
    rmSync(folder, { recursive: true, force: true });
  }
  folders = [];
});

const makeSite = (domain: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "stead-beside-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  writeFileSync(join(folder, "index.html"), `<h1>${domain}</h1>`);
  writeFileSync(join(folder, "stead.config.mjs"), `export default { domain: "${domain}", app: { static: "." } };\n`);
  return folder;
};

interface Ports {
  readonly http: number;
  readonly dns: number;
}

/** What it said, and the ports that it took. */
const up = async (folder: string): Promise<Ports & { readonly said: string }> => {
  const { exitCode, stdout, stderr } = await runStead(folder, ["up", "-d"]);
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return { ...(JSON.parse(readFileSync(join(folder, ".stead/etc/ports.json"), "utf8")) as Ports), said: stdout };
};

test("the second takes the next ports and says why; each answers to its own name; one goes, the other stays", async () => {
  const [one, two] = [makeSite("one.example"), makeSite("two.example")];
  const first = await up(one);
  const second = await up(two);
  expect([second.http > first.http, second.dns > first.dns]).toEqual([true, true]);
  expect(second.said).toContain(`http://www.two.localhost:${second.http}`);
  // Which process has it depends on what else runs on this machine.
  expect(second.said).toMatch(new RegExp(`^Port 8080 is taken by .+: the website is on ${second.http}\\.$`, "mu"));
  expect(second.said).toMatch(new RegExp(`^Port 5300 is taken by .+: the name server is on ${second.dns}\\.$`, "mu"));

  expect((await ask(first.http, "/", { host: "www.one.localhost" })).body).toContain("one.example");
  expect((await ask(second.http, "/", { host: "www.two.localhost" })).body).toContain("two.example");
  await expect(ask(second.http, "/", { host: "www.one.localhost" })).rejects.toThrow(/hang up|ECONNRESET/u);

  expect((await runStead(one, ["down"])).exitCode).toBe(0);
  await expect(ask(first.http, "/")).rejects.toThrow("ECONNREFUSED");
  expect((await ask(second.http, "/", { host: "localhost" })).body).toContain("two.example");
  // It stays where its visitors know it, also when the first choice has become free.
  expect((await up(two)).http).toBe(second.http);
});
