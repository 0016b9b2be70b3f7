import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localFiles } from "../../src/host/local/files.ts";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import { SteadError, type Fault } from "../../src/kernel/errors.ts";
import { isRoot } from "./ssh-bench.ts";
import { startSshd, type Sshd } from "./sshd.ts";

let sshd: Sshd;
let host: ReturnType<typeof openSshHost>;
let folder: string;
beforeAll(async () => {
  if (!isRoot) return;
  sshd = await startSshd();
  host = openSshHost(sshd.server);
  folder = mkdtempSync(join(tmpdir(), "stead ssh files' "));
});
afterAll(async () => {
  if (!isRoot) return;
  await host.close();
  await sshd.close();
  rmSync(folder, { recursive: true, force: true });
});

const faultOf = async (work: Promise<unknown>): Promise<Fault | undefined> => {
  const fault: unknown = await work.catch((thrown: unknown) => thrown);
  return fault instanceof SteadError ? fault.faults[0] : undefined;
};

/** The account that a test may give files to. */
const other = "www-data";
const otherId = 33;

describe.skipIf(!isRoot)("files of a server over ssh (needs root)", () => {
  test("what is seen there is what this machine sees itself, of every kind and of 5,000 paths in one go", async () => {
    const many = join(folder, "many");
    mkdirSync(many);
    const paths = Array.from({ length: 5_000 }, (_, index) => join(many, `${index} 'x'\n${"y".repeat(index % 90)}`));
    for (const path of paths.slice(0, 4_000)) writeFileSync(path, `content of ${path}`, { mode: 0o640 });
    const odd = [
      join(folder, "large"),
      join(folder, "link"),
      join(folder, "dangling"),
      join(folder, "socket"),
      folder,
      "/dev/null",
      `${folder}/large/below`,
    ];
    writeFileSync(odd[0] ?? "", Buffer.alloc(4 * 1024 * 1024 + 1));
    symlinkSync("large", odd[1] ?? "");
    symlinkSync(`no where\n${"a".repeat(64)}  trick`, odd[2] ?? "");
    const listener = createServer().listen(odd[3]);
    await once(listener, "listening");
    writeFileSync(paths[0] ?? "", "ünï");
    chownSync(paths[1] ?? "", 54321, 54321);
    const began = performance.now();
    const seen = await host.files.look([...paths, ...odd]);
    const took = performance.now() - began;
    listener.close();
    const expected = await localFiles.look([...paths, ...odd.slice(0, 3), ...odd.slice(4)]);
    for (const [path, entry] of expected) expect(seen.get(path)).toEqual(entry);
    expect(seen.get(odd[3] ?? "")?.kind).toBe("socket");
    expect(took).toBeLessThan(10_000);
    console.log(`5,007 paths looked at, 4,000 of them hashed, in ${Math.round(took)} ms and one request`);
  });

  test("a secret is nobody else's for an instant, whoever it goes to", async () => {
    const path = join(folder, "secret");
    let open = 0;
    let looked = 0;
    const watch = setInterval(() => {
      for (const name of readdirSync(folder).filter((each) => each.includes("secret"))) {
        looked += 1;
        if (((lstatSync(join(folder, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0) open += 1;
      }
    }, 1);
    for (let time = 0; time < 5; time += 1)
      await host.files.write(path, "x".repeat(3_000_000), { mode: 0o600, account: other });
    clearInterval(watch);
    expect(looked).toBeGreaterThan(20);
    expect(open).toBe(0);
    const { uid, gid, size } = statSync(path);
    expect({ uid, gid, size }).toEqual({ uid: otherId, gid: otherId, size: 3_000_000 });
    expect(readdirSync(folder).filter((name) => name.includes("secret"))).toEqual(["secret"]);
  });

  test("bytes of every value come and go unchanged", async () => {
    const bytes = new Uint8Array(700_001).map((_, index) => (index * 31) % 256);
    await host.files.write(join(folder, "bytes"), bytes, { mode: 0o644 });
    const read = (await host.files.read(join(folder, "bytes"))) ?? new Uint8Array();
    expect(createHash("sha256").update(read).digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
    await host.files.write(join(folder, "empty"), "", { mode: 0o644 });
    expect((await host.files.read(join(folder, "empty")))?.byteLength).toBe(0);
  });

  test("a name that the engines' account put in the way leads no write elsewhere", async () => {
    const theirs = join(folder, "theirs");
    mkdirSync(theirs, { mode: 0o777 });
    chownSync(theirs, otherId, otherId);
    const bait = join(folder, "bait");
    writeFileSync(bait, "precious", { mode: 0o600 });
    symlinkSync(bait, join(theirs, ".file.stead-new"));
    symlinkSync(bait, join(theirs, "file"));
    await host.files.write(join(theirs, "file"), "new", { mode: 0o644, account: other });
    expect(readFileSync(join(theirs, "file"), "utf8")).toBe("new");
    expect(lstatSync(join(theirs, "file")).isFile()).toBe(true);
    expect(readFileSync(bait, "utf8")).toBe("precious");
    expect(statSync(bait)).toMatchObject({ uid: 0, mode: 0o100600 });
    mkdirSync(join(folder, "roots"), { mode: 0o700 });
    symlinkSync(join(folder, "roots"), join(theirs, "folder"));
    spawnSync("chown", ["-h", `${otherId}:${otherId}`, join(theirs, "folder")]);
    expect(await faultOf(host.files.makeFolder(join(theirs, "folder"), { mode: 0o777, account: other }))).toBeDefined();
    expect(statSync(join(folder, "roots"))).toMatchObject({ uid: 0, mode: 0o040700 });
  });

  test("a full disk is told with its mount, and what was there stays", async () => {
    const small = join(folder, "small");
    mkdirSync(small);
    expect((await host.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small])).exitCode).toBe(0);
    await host.files.write(join(small, "file"), "old", { mode: 0o644 });
    const fault = await faultOf(host.files.write(join(small, "file"), "x".repeat(500_000), { mode: 0o644 }));
    expect(fault).toMatchObject({ code: "DISK_FULL", where: `web1:${join(small, "file")}` });
    expect(fault?.what).toContain(`${small} has `);
    expect(fault?.what).toContain("489 kB are needed");
    expect(await host.files.list(small)).toEqual(["file"]);
    expect(new TextDecoder().decode(await host.files.read(join(small, "file")))).toBe("old");
    expect((await host.run(["umount", small])).exitCode).toBe(0);
  });

  test("names with anything in them, and what stands in the way", async () => {
    const path = join(folder, "-n a'b\"c\n$(id) *~");
    await host.files.write(path, "1", { mode: 0o644 });
    await host.files.link(`${path}-link`, path);
    expect(await host.files.list(folder)).toContain("-n a'b\"c\n$(id) *~");
    expect(new TextDecoder().decode(await host.files.read(`${path}-link`))).toBe("1");
    await host.files.remove(path);
    expect(existsSync(path)).toBe(false);
    mkdirSync(join(folder, "full/of"), { recursive: true });
    expect(await faultOf(host.files.write(join(folder, "full"), "x", { mode: 0o644 }))).toMatchObject({
      code: "OWN_FILE_UNREADABLE",
    });
    expect(existsSync(join(folder, "full/of"))).toBe(true);
    await host.files.makeFolder(join(folder, "deep/er/est"), { mode: 0o2750, account: other });
    expect(statSync(join(folder, "deep/er/est"))).toMatchObject({ mode: 0o042750, uid: otherId });
    expect(statSync(join(folder, "deep/er"))).toMatchObject({ mode: 0o040755, uid: 0 });
  });

  test("many writes at once share the way", async () => {
    const began = performance.now();
    const writes = Array.from({ length: 60 }, (_, index) =>
      host.files.write(join(folder, "at-once", `${index}`), `${index}`, { mode: 0o644 }),
    );
    await Promise.all(writes);
    console.log(`60 files written and synced in ${Math.round(performance.now() - began)} ms`);
    expect(readdirSync(join(folder, "at-once"))).toHaveLength(60);
  });
});
