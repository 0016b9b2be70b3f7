import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeArchive } from "./make-package.ts";

const base = mkdtempSync(join(tmpdir(), "stead-apt-"));
const root = join(base, "root");
const mounts: string[] = [];

const mount = (words: readonly string[], at: string): void => {
  mkdirSync(at, { recursive: true });
  execFileSync("mount", [...words, at], { stdio: "ignore" });
  mounts.unshift(at);
};

/** This machine's files with a layer above them: apt really installs, and nothing of it stays. */
const makeRoot = (): boolean => {
  try {
    mount(["-t", "tmpfs", "tmpfs"], base);
    for (const name of ["upper", "work"]) mkdirSync(join(base, name));
    const layers = `lowerdir=/,upperdir=${join(base, "upper")},workdir=${join(base, "work")}`;
    mount(["-t", "overlay", "overlay", "-o", layers], root);
    mount(["-t", "proc", "proc"], join(root, "proc"));
    mount(["--bind", "/dev"], join(root, "dev"));
    return true;
  } catch {
    return false;
  }
};

const canLayer = process.getuid?.() === 0 && makeRoot();

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const inRoot = (...words: readonly string[]): string =>
  execFileSync("chroot", [root, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const install = (): unknown =>
  JSON.parse(inRoot(process.execPath, fileURLToPath(new URL("install-packages.ts", import.meta.url)), "stead-demo"));

beforeAll(() => {
  if (!canLayer) return;
  mkdirSync(join(root, "srv/archive"), { recursive: true });
  makeArchive(join(root, "srv/archive"), "stead-demo");
  rmSync(join(root, "etc/apt/sources.list.d"), { recursive: true, force: true });
  write("etc/apt/sources.list", "deb [trusted=yes] file:/srv/archive ./\n");
  rmSync(join(root, "usr/sbin/policy-rc.d"), { force: true });
});

afterAll(() => {
  for (const at of mounts) execFileSync("umount", [at], { stdio: "ignore" });
  rmSync(base, { recursive: true, force: true });
});

test.runIf(canLayer)("a package comes in, and its service is neither started nor left enabled", () => {
  expect(install()).toEqual({
    before: ["stead-demo"],
    said: ["Reading the lists of packages (apt-get update)", "Installing stead-demo"],
    after: [],
  });
  expect(inRoot("/usr/sbin/stead-demo")).toBe("here\n");
  expect(existsSync(join(root, "srv/started"))).toBe(false);
  expect(isEnabled()).toBe(false);
  expect(existsSync(join(root, "usr/sbin/policy-rc.d"))).toBe(false);
});

test.runIf(canLayer)("a policy of somebody else stays as it is", () => {
  inRoot("dpkg", "--purge", "stead-demo");
  write("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n");
  expect(install()).toMatchObject({ after: [] });
  expect(inRoot("cat", "/usr/sbin/policy-rc.d")).toBe("#!/bin/sh\nexit 101\n");
  expect(isEnabled()).toBe(false);
  rmSync(join(root, "usr/sbin/policy-rc.d"));
});

test.runIf(canLayer)("what an installation that was killed left is put right by the next command", () => {
  inRoot("systemctl", "enable", "stead-demo.service");
  const mark = "# Written by Stead for the time of one installation; may be deleted. Enabled before it: cron.service";
  write("usr/sbin/policy-rc.d", `#!/bin/sh\n${mark} ${othersEnabled().join(" ")}\nexit 101\n`);
  const elsewhere = aptElsewhere();
  expect(install()).toMatchObject({ before: [] });
  elsewhere.kill();
  expect(existsSync(join(root, "usr/sbin/policy-rc.d"))).toBe(false);
  expect(isEnabled()).toBe(false);
});

/** Another container's apt, which is at work all the while. */
const aptElsewhere = (): ChildProcess => {
  const program = join(base, "apt-get");
  copyFileSync("/bin/sleep", program);
  return spawn(program, ["60"], { stdio: "ignore" });
};

const enabled = (): readonly string[] =>
  inRoot("systemctl", "list-unit-files", "--state=enabled", "--no-legend", "--plain")
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "");

const isEnabled = (): boolean => enabled().includes("stead-demo.service");

const othersEnabled = (): readonly string[] => enabled().filter((unit) => unit !== "stead-demo.service");
