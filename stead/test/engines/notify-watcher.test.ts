import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderWatcher } from "../../src/components/notify/watcher.ts";
import { clockProgram } from "../../src/topology/watched.ts";
import { makeScriptFolder, type ScriptFolder } from "./script-folder.ts";

let place: ScriptFolder;
const at = (...names: readonly string[]): string => place.at(...names);
const program = (name: string, text: string): string => place.program(name, text);
const run = async (path: string, ...words: readonly string[]): Promise<number | null> => {
  const ended = await place.run(path, ...words);
  complaint = ended.complaint;
  return ended.code;
};
/** What the last script had to complain of. */
let complaint = "";

beforeEach(() => {
  place = makeScriptFolder();
});
afterEach(() => place.remove());

const SYSTEMCTL = String.raw`#!/bin/sh
case "$*" in
*list-units*) cat "$DIR/units" 2>/dev/null | while read -r name state again; do echo "$name loaded $state"; done ;;
*ActiveState*) for name; do :; done; grep "^$name " "$DIR/units" | cut -d ' ' -f 2 | grep . || echo inactive ;;
*NRestarts*) for name; do :; done; grep "^$name " "$DIR/units" | cut -d ' ' -f 3 ;;
esac
`;
let watch = "";
const told = (): readonly string[] => readdirSync(at("wrong")).toSorted();
const says = (key: string): string => readFileSync(at("wrong", key), "utf8").trim();
const units = (...lines: readonly string[]): void =>
  writeFileSync(at("units"), lines.map((line) => `${line}\n`).join(""));
const disk = (percent: number, used: number, free: number): void =>
  void program("df", `#!/bin/sh\necho head\necho "${percent}% ${used} ${free} /"\n`);

beforeEach(() => {
  for (const name of ["wrong", "told/mail", "tls"]) mkdirSync(at(name), { recursive: true });
  program("systemctl", SYSTEMCTL.replaceAll("$DIR", at()));
  program("clock", "#!/bin/sh\necho '0.1 ms off'\n");
  // What the sender is told is wrong stands in a folder, as long as it is.
  const notify = program(
    "notify",
    `#!/bin/sh\ncase $1 in begin) echo "$3" >"${at("wrong")}/$(echo "$2" | tr / _)" ;; end) rm -f "${at("wrong")}/$(echo "$2" | tr / _)" ;; esac\n`,
  );
  disk(40, 1000, 5000);
  units();
  const text = renderWatcher({
    site: "foobar.com",
    notify,
    told: at("told"),
    data: at(),
    certificates: at("tls"),
    restored: at("proved"),
  });
  watch = program("watch", text.replaceAll(clockProgram, at("bin/clock")));
});

test("says nothing while all is well", async () => {
  units("stead-foobar.com-app@1.service active 0", "stead-host-nginx.service active 1");
  expect(await run(watch)).toBe(0);
  expect([told(), complaint]).toEqual([[], ""]);
});

test("a failed unit, also one that all sites share; it is over when it runs, and when it is gone", async () => {
  units("stead-foobar.com-mariadb.service failed 0", "stead-host-nginx.service failed 0");
  await run(watch);
  expect(told()).toEqual(["unit_stead-foobar.com-mariadb.service", "unit_stead-host-nginx.service"]);
  units("stead-foobar.com-mariadb.service active 0");
  // The sender's own note of it, by which the watcher knows of units that are there no more.
  writeFileSync(at("told/mail/unit_stead-host-nginx.service"), "");
  await run(watch);
  expect(told()).toEqual([]);
});

test("a unit that does not come up, however often it is tried; not one that just begins", async () => {
  units("stead-host-nginx.service activating 4", "stead-foobar.com-app@2.service activating 0");
  await run(watch);
  expect([told(), says("unit_stead-host-nginx.service")]).toEqual([
    ["unit_stead-host-nginx.service"],
    "stead-host-nginx.service does not come up",
  ]);
});

test("a unit that ends over and over is noticed although it runs whenever somebody looks", async () => {
  units("stead-foobar.com-app@1.service active 3");
  await run(watch);
  expect(told()).toEqual([]);
  units("stead-foobar.com-app@1.service active 203");
  await run(watch);
  expect(says("unit_stead-foobar.com-app@1.service")).toBe("stead-foobar.com-app@1.service ends again and again");
  await run(watch);
  expect(told()).toEqual([]);
});

test.each([
  [85, []],
  [86, ["disk__"]],
])("a disk that is %i%% full: %j", async (percent, wrong) => {
  disk(percent, 1000, 5000);
  await run(watch);
  expect(told()).toEqual(wrong);
});

test("a disk that grows: only when it will be full within a day", async () => {
  const hourAgo = (used: number): void =>
    writeFileSync(at("told/.used_"), `${Math.floor(Date.now() / 1000) - 3600} ${used}\n`);
  disk(40, 1000, 5000);
  hourAgo(900); // 100 in an hour, 5000 left: 50 hours
  await run(watch);
  expect(told()).toEqual([]);
  hourAgo(700); // 300 in an hour: 16 hours
  await run(watch);
  expect(says("disk__")).toBe("the disk of / will be full within a day");
  await run(watch);
  expect(told()).toEqual([]);
});

test("a clock that is off, in its own words", async () => {
  program("clock", "#!/bin/sh\necho '86400.2 s off (chrony)'\nexit 1\n");
  await run(watch);
  expect(says("clock")).toBe("the clock: 86400.2 s off (chrony)");
});

test("backups: the last proof older than 26 hours, and none at all since they were set up", async () => {
  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3600_000);
  await run(watch);
  expect(told()).toEqual([]);
  utimesSync(watch, hoursAgo(27), hoursAgo(27));
  await run(watch);
  expect(says("restore")).toContain("no backup was proved by a restore for more than 26 hours");
  writeFileSync(at("proved"), "");
  await run(watch);
  expect(told()).toEqual([]);
  utimesSync(at("proved"), hoursAgo(26.5), hoursAgo(26.5));
  await run(watch);
  expect(told()).toEqual(["restore"]);
});

test("peers.md 42: a certificate is told of while it still counts, below a quarter of its life", async () => {
  const days = (life: number, left: number): void => {
    const time = (days: number): string =>
      new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/gu, "");
    const words = ["-new", "-newkey", "rsa:2048", "-nodes", "-keyout", at("key"), "-subj", "/CN=x", "-out", at("csr")];
    execFileSync("openssl", ["req", ...words], { stdio: "ignore" });
    writeFileSync(
      at("ca.cnf"),
      `[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=${at()}\ndatabase=${at("index")}\nserial=${at("serial")}\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n`,
    );
    writeFileSync(at("index"), "");
    writeFileSync(at("serial"), "01\n");
    const life_ = ["-startdate", time(left - life), "-enddate", time(left)];
    const signed = ["-batch", "-notext", "-config", at("ca.cnf"), "-selfsign", "-keyfile", at("key"), "-in", at("csr")];
    execFileSync("openssl", ["ca", ...signed, ...life_, "-out", at("tls/foobar.com.crt")], { stdio: "ignore" });
  };
  days(90, 24);
  await run(watch);
  expect(told()).toEqual([]);
  days(90, 21);
  await run(watch);
  expect(says("certificate_foobar.com.crt")).toMatch(/^the certificate foobar\.com ends in 50[34] hours$/u);
  days(90, -1);
  await run(watch);
  expect(says("certificate_foobar.com.crt")).toMatch(/ends in -2[45] hours$/u);
  writeFileSync(at("tls/foobar.com.crt"), "");
  await run(watch);
  expect(says("certificate_foobar.com.crt")).toBe("the certificate foobar.com.crt cannot be read");
});
