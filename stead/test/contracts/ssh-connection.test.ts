import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { isLock, type LockHolder } from "../../src/host/host.ts";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import type { SshServer } from "../../src/host/ssh/ssh-server.ts";
import { SteadError, type Fault } from "../../src/kernel/errors.ts";
import { Secret } from "../../src/kernel/secret.ts";
import { isRoot } from "./ssh-bench.ts";
import { startSshd, type Sshd } from "./sshd.ts";
import { processes, until } from "./waiting.ts";

const holder: LockHolder = { verb: "up", by: "ada", pid: process.pid, since: "2026-11-23T12:00:00.000Z" };

/** Seconds in which a program begins at the latest, on a machine that does much else: several processes are started for one. */
const BEGIN = 30;

let sshd: Sshd;
beforeAll(async () => {
  if (isRoot) sshd = await startSshd();
});
afterAll(async () => sshd?.close());

const open: ReturnType<typeof openSshHost>[] = [];
const host = (server: Partial<SshServer> = {}, password?: string) => {
  let asked = 0;
  const opened = openSshHost(
    { ...sshd.server, ...server },
    {
      askPassword: async () => {
        asked += 1;
        return password === undefined ? undefined : new Secret(password);
      },
    },
  );
  open.push(opened);
  return Object.assign(opened, { asked: () => asked });
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  writeFileSync(sshd.knownHosts, `${sshd.hostKey()}\n`);
});

const faultOf = async (work: Promise<unknown>): Promise<Fault | undefined> => {
  const fault: unknown = await work.catch((thrown: unknown) => thrown);
  return fault instanceof SteadError ? fault.faults[0] : undefined;
};

describe.skipIf(!isRoot)("the connection of a server over ssh (needs root)", () => {
  test("a key that nobody knows is refused, with its fingerprint and the very line that accepts it", async () => {
    writeFileSync(sshd.knownHosts, "");
    const fault = await faultOf(host().run(["true"]));
    const fingerprint = execFileSync("ssh-keygen", ["-lf", join(sshd.folder, "host_key.pub")])
      .toString()
      .split(" ")[1];
    expect(fault).toMatchObject({ code: "SSH_HOST_KEY_UNKNOWN", where: "web1" });
    expect(fault?.what).toContain(fingerprint);
    expect(readFileSync(sshd.knownHosts, "utf8")).toBe("");
    const line = fault?.mend.slice(fault.mend.indexOf("echo ")) ?? "false";
    expect(spawnSync("sh", ["-c", line]).status).toBe(0);
    expect((await host().run(["true"])).exitCode).toBe(0);
  });

  test("a key that changed is refused, and the line that forgets the old one works", async () => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(sshd.folder, "other")]);
    const other = readFileSync(join(sshd.folder, "other.pub"), "utf8").split(" ");
    writeFileSync(sshd.knownHosts, `[127.0.0.1]:${sshd.port} ${other[0] ?? ""} ${other[1] ?? ""}\n`);
    const fault = await faultOf(host().run(["true"]));
    expect(fault).toMatchObject({ code: "SSH_HOST_KEY_CHANGED", where: "web1" });
    const line = /ssh-keygen -f [^,]+/u.exec(fault?.mend ?? "")?.[0] ?? "false";
    expect(spawnSync("sh", ["-c", line]).status).toBe(0);
    expect((await faultOf(host().run(["true"])))?.code).toBe("SSH_HOST_KEY_UNKNOWN");
  });

  test("a server that is not there, and one that lets nobody in, are told apart", async () => {
    expect(await faultOf(host({ port: 1 }).run(["true"]))).toMatchObject({
      code: "SSH_UNREACHABLE",
      what: "The server cannot be reached at 127.0.0.1:1 (Connection refused).",
    });
    expect(await faultOf(host({ address: "no-such-host.invalid" }).run(["true"]))).toMatchObject({
      code: "SSH_UNREACHABLE",
    });
    const config = join(sshd.folder, "no_key");
    writeFileSync(config, `IdentityFile /dev/null\nIdentitiesOnly yes\nUserKnownHostsFile ${sshd.knownHosts}\n`);
    expect(await faultOf(host({ config }).run(["true"]))).toMatchObject({ code: "SSH_LOGIN_REFUSED" });
  });

  test("over a jump host, by the operator's configuration", async () => {
    const jump = await startSshd();
    try {
      const config = join(sshd.folder, "jump_config");
      const knows = `UserKnownHostsFile ${sshd.knownHosts} ${jump.knownHosts}\n`;
      const way = `Host behind\n HostName 127.0.0.1\n ProxyJump over\n IdentityFile ${sshd.folder}/key\n`;
      writeFileSync(
        config,
        `${way}Host over\n HostName 127.0.0.1\n Port ${jump.port}\n User root\n IdentityFile ${jump.folder}/key\nHost *\n IdentitiesOnly yes\n ${knows}`,
      );
      expect((await host({ address: "behind", config }).run(["echo", "through"])).stdout).toBe("through\n");
      expect(jump.log()).toContain("Accepted publickey");
      writeFileSync(sshd.knownHosts, "");
      expect(await faultOf(host({ address: "behind", config }).run(["true"]))).toMatchObject({
        code: "SSH_HOST_KEY_UNKNOWN",
      });
      writeFileSync(jump.knownHosts, "");
      expect((await faultOf(host({ address: "behind", config }).run(["true"])))?.what).toContain("on the way");
    } finally {
      await jump.close();
    }
  });

  test("one log-in serves everything that one command does", async () => {
    const before = logIns();
    const one = host();
    await Promise.all([one.run(["true"]), one.files.list("/etc"), one.users.existing(["root"])]);
    await one.run(["true"]);
    expect(logIns() - before).toBe(1);
  });

  test("a connection that is cut in the middle is told as that; the next command connects again", async () => {
    const one = host();
    const mark = `78${process.pid}01`;
    const pid = Number((await one.run(["sh", "-c", "echo $PPID"])).stdout);
    const waiting = faultOf(one.run(["sleep", mark]));
    const reading = faultOf(one.run(["sh", "-c", `cat; sleep ${mark}`], { stdin: "x" }));
    // Both: one that had not begun yet would begin on the next connection.
    await until(
      () => processes().filter(({ words }) => words[0] === "sleep" && words.includes(mark)).length === 2,
      BEGIN,
    );
    cutSession(pid);
    expect(await waiting).toMatchObject({ code: "SSH_LOST", where: "web1" });
    expect(await reading).toMatchObject({ code: "SSH_LOST", where: "web1" });
    await until(() => !processes().some(({ words }) => words.join(" ").includes(mark)));
    const before = logIns();
    const again = await Promise.all([1, 2, 3].map((number) => one.run(["echo", `again ${number}`])));
    expect(again.map(({ stdout }) => stdout)).toEqual(["again 1\n", "again 2\n", "again 3\n"]);
    expect(logIns() - before).toBe(1);
  });

  test("a lock is free as soon as its connection is gone, and whoever had it may change nothing more", async () => {
    const [one, two] = [host(), host()];
    const lock = await one.lock(holder);
    expect(isLock(lock)).toBe(true);
    const pid = Number((await one.run(["sh", "-c", "echo $PPID"])).stdout);
    expect(isLock(await two.lock(holder))).toBe(false);
    cutSession(pid);
    const other = await until(async () => {
      const answer = await two.lock({ ...holder, by: "grace" });
      return isLock(answer) ? answer : undefined;
    });
    const path = join(sshd.folder, "changed");
    // Whoever asks before ssh here has noticed is told of the connection.
    expect(await faultOf(one.files.write(path, "x", { mode: 0o644 }))).toMatchObject({
      code: expect.stringMatching(/^(?:LOCK|SSH)_LOST$/u),
      where: "web1",
    });
    // Whoever asks once more is told of the lock.
    expect(await faultOf(one.run(["touch", path], { stdin: "x" }))).toMatchObject({ code: "LOCK_LOST" });
    expect(existsSync(path)).toBe(false);
    expect((await two.run(["true"])).exitCode).toBe(0);
    await other.release();
    if (isLock(lock)) await lock.release();
    expect((await one.run(["true"])).exitCode).toBe(0);
  });

  test("killed with SIGKILL, Stead leaves no connection, no program and no lock behind", async () => {
    const mark = `78${process.pid}02`;
    const source = `
      import { openSshHost } from "./stead/src/host/ssh/open-ssh-host.ts";
      const host = openSshHost(${JSON.stringify(sshd.server)});
      await host.lock(${JSON.stringify(holder)});
      console.log("locked");
      await host.run(["sleep", "${mark}"]);`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    expect(line).toBe("locked");
    await until(() => processes().some(({ words }) => words.includes(mark)), BEGIN);
    const control = `/tmp/stead-ssh-0/${child.pid ?? 0}/`;
    expect(processes().some(({ words }) => words.join(" ").includes(control))).toBe(true);
    child.kill("SIGKILL");
    await until(() => !processes().some(({ words }) => words.join(" ").includes(control) || words.includes(mark)));
    const lock = await host().lock(holder);
    expect(isLock(lock)).toBe(true);
    if (isLock(lock)) await lock.release();
  });

  test("a command that is stopped for too long loses its lock and what it runs, and is told so", async () => {
    const mark = `78${process.pid}03`;
    const source = `
      import { openSshHost } from "./stead/src/host/ssh/open-ssh-host.ts";
      const host = openSshHost(${JSON.stringify(sshd.server)});
      await host.lock(${JSON.stringify(holder)});
      console.log("locked");
      const tell = (fault) => console.log(fault.faults[0].code);
      await host.run(["sleep", "${mark}"]).catch(tell);
      await host.files.write("${sshd.folder}/never", "x", { mode: 0o644 }).catch(tell);
      console.log("ended");`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    await until(() => processes().some(({ words }) => words.includes(mark)), BEGIN);
    child.kill("SIGSTOP");
    const other = host();
    const lock = await until(async () => {
      const answer = await other.lock({ ...holder, by: "grace" });
      return isLock(answer) ? answer : undefined;
    }, 40);
    await until(() => !processes().some(({ words }) => words.includes(mark)));
    child.kill("SIGCONT");
    await once(child, "exit");
    expect(lines).toEqual(["locked", "SSH_LOST", "LOCK_LOST", "ended"]);
    expect(existsSync(join(sshd.folder, "never"))).toBe(false);
    await lock.release();
  });

  test.each([3, 4])(
    "where sshd allows %i sessions on a connection, everything works, one after the other",
    async (most) => {
      const narrow = await startSshd({ lines: [`MaxSessions ${most}`] });
      const one = openSshHost(narrow.server);
      const lock = await one.lock(holder);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => one.run(["sh", "-c", `sleep 0.05; echo ${index}`])),
      );
      expect(answers.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 8 }, (_, index) => `${index}\n`));
      if (isLock(lock)) await lock.release();
      await one.close();
      await narrow.close();
    },
  );

  test("where sshd allows two, that is told instead of waited for", async () => {
    const narrow = await startSshd({ lines: ["MaxSessions 2"] });
    const one = openSshHost(narrow.server);
    const lock = await one.lock(holder);
    expect(await faultOf(one.run(["true"]))).toMatchObject({
      code: "SSH_LOGIN_REFUSED",
      what: "sshd there allows fewer than three sessions on a connection.",
    });
    if (isLock(lock)) await lock.release();
    expect((await one.run(["true"])).exitCode).toBe(0);
    await one.close();
    await narrow.close();
  });

  test("a process that is done ends, without closing", async () => {
    const source = `
      import { openSshHost } from "./stead/src/host/ssh/open-ssh-host.ts";
      const host = openSshHost(${JSON.stringify(sshd.server)});
      await host.lock(${JSON.stringify(holder)});
      console.log((await host.run(["echo", "done"])).stdout.trim());`;
    const words = ["--input-type=module-typescript", "-e", source];
    const folders = "/tmp/stead-ssh-0";
    // Other commands may be killed at any moment, and leave theirs to the next one.
    const left = readdirSync(folders).filter((name) => !existsSync(`/proc/${name}`));
    const { status, stdout, pid } = spawnSync(process.execPath, words, { timeout: 20_000 });
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: "done\n" });
    expect(readdirSync(folders).filter((name) => [...left, String(pid)].includes(name))).toEqual([]);
  });
});

const logIns = (): number => sshd.log().split("Accepted publickey").length - 1;

/** Kills sshd's process of the connection that a shell of it belongs to. */
const cutSession = (shell: number): void => {
  let pid = shell;
  for (;;) {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = /\((?<name>.*)\)/u.exec(stat)?.groups?.["name"] ?? "";
    if (name.startsWith("sshd")) break;
    pid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (pid <= 1) throw new Error("no sshd above the shell");
  }
  process.kill(pid, "SIGKILL");
};
