import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { runStead, type Ended } from "../setup/run-stead.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** A site's folder that is renamed, or whose mode is changed: what the site knows must still be there. */
const spec = { domain: "foobar.com", app: { static: "." }, database: {} };

let site: SiteFolder;
/** Where the folder is now. */
let folder: string;

const stead = (...words: readonly string[]): Promise<Ended> => runStead(folder, words);

const well = async (...words: readonly string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await stead(...words);
  expect(exitCode, `${words.join(" ")}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
};

const sql = (text: string): Promise<string> => well("run", "--", "sh", "-c", `echo '${text}' | ${client}`);
/** As the application: the account and the socket are in its environment. */
const client =
  'mariadb --batch --skip-column-names --user="$(echo "$DATABASE_URL" | sed "s|mysql://\\([^:]*\\):.*|\\1|")"' +
  ' --password="$(echo "$DATABASE_URL" | sed "s|.*:\\([^@]*\\)@.*|\\1|")"' +
  ' --socket="$(echo "$DATABASE_URL" | sed "s|.*socketPath=||")" foobar_com';

const begin = async (mode: number): Promise<void> => {
  site = await makeSiteFolder(spec, "stead-moved-", mode);
  folder = site.folder;
  site.write("index.html", "here\n");
  await well("up", "-d");
  await sql('CREATE TABLE words (word VARCHAR(9)); INSERT INTO words VALUES ("kept")');
};

const moveTo = (path: string): void => {
  renameSync(folder, path);
  folder = path;
};

const knowsAll = async (): Promise<void> => {
  await well("up", "-d");
  expect((await site.get()).body).toBe("here\n");
  expect(await sql("SELECT word FROM words")).toContain("kept");
  expect(await well("up", "-d")).toContain("Nothing to change");
};

afterEach(async () => {
  const where = /home (.+)/u.exec(execFileSync("cat", [`${folder}/.stead/where`], { encoding: "utf8" }))?.[1] ?? folder;
  await stead("down");
  for (const path of [folder, where, site.folder]) rmSync(path, { recursive: true, force: true });
});

test("renamed while it is down: it comes up with its data, and nothing of it is foreign", async () => {
  await begin(0o755);
  await well("down");
  moveTo(`${folder} renamed`);
  await knowsAll();
});

test("renamed while it runs: no verb pretends that it does not, and the way out is told and works", async () => {
  await begin(0o755);
  moveTo(`${folder}-renamed`);
  const { exitCode, stderr } = await stead("down");
  expect([exitCode, stderr]).toEqual([4, expect.stringMatching(/before the folder was moved.*LOCKED/u)]);
  const pid = Number(/kill (\d+)/u.exec(stderr)?.[1]);
  process.kill(pid);
  await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false);
  await knowsAll();
});

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  "as root, from a folder that engines may not enter: the state is found again, a copy has its own",
  async () => {
    await begin(0o700);
    await well("down");
    const home = site.home();
    expect(home).toMatch(/^\/var\/lib\/stead\/local\//u);
    moveTo(`${folder}-renamed`);
    await knowsAll();
    chmodSync(folder, 0o755);
    await knowsAll();
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    const { stdout } = await runStead(copy, ["doctor", "--json"]);
    expect(stdout).not.toContain(home);
    rmSync(copy, { recursive: true });
  },
);

test.runIf(isRoot)(
  "as root, a folder that engines may not enter any more is told, with the line that mends it",
  async () => {
    await begin(0o755);
    await well("down");
    chmodSync(folder, 0o700);
    const { exitCode, stderr } = await stead("up", "-d");
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/can no longer enter.*OWN_FILE_UNREADABLE/u)]);
    execFileSync("/bin/sh", ["-c", /: (mkdir -p .+)$/mu.exec(stderr)?.[1] ?? "false"]);
    await knowsAll();
  },
);
