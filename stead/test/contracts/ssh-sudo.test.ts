import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import { SteadError, type Fault } from "../../src/kernel/errors.ts";
import { Secret } from "../../src/kernel/secret.ts";
import { isLock } from "../../src/host/host.ts";
import { isRoot } from "./ssh-bench.ts";
import { startSshd, type Sshd } from "./sshd.ts";
import { processes } from "./waiting.ts";

const password = "it's a $ecret; #1 \\ word";

/**
 * An account that sudo asks nothing, one that it asks for the password, one that may not use it; one whose shell talks at its start, one
 * that has no shell.
 */
const accounts = (hash: string): string => `
for name in free asked barred; do
  useradd --no-create-home --home-dir / --shell /bin/sh --password '${hash}' "stead-$name"
done
mkdir "$0/loud"
echo 'echo noise; echo "#3"; echo noise >&2' >"$0/loud/.bashrc"
useradd --no-create-home --home-dir "$0/loud" --shell /bin/bash --password '${hash}' stead-loud
useradd --no-create-home --home-dir / --shell /usr/sbin/nologin --password '${hash}' stead-none
printf '%s\\n' 'Defaults passwd_timeout=1' 'stead-loud ALL=(ALL) NOPASSWD: ALL' 'stead-free ALL=(ALL) NOPASSWD: ALL' 'stead-asked ALL=(ALL) ALL' >/etc/sudoers.d/stead-test
chmod 440 /etc/sudoers.d/stead-test
`;

let sshd: Sshd;
beforeAll(async () => {
  if (!isRoot) return;
  const hash = execFileSync("openssl", ["passwd", "-6", "-stdin"], { input: password }).toString().trim();
  sshd = await startSshd({ accounts: accounts(hash) });
});
afterAll(async () => sshd?.close());

const as = (user: string, typed?: string) => {
  const questions: string[] = [];
  const host = openSshHost(
    { ...sshd.server, user },
    {
      askPassword: async (question) => {
        questions.push(question);
        return typed === undefined ? undefined : new Secret(typed);
      },
    },
  );
  return { host, questions };
};

const faultOf = async (work: Promise<unknown>): Promise<Fault | undefined> => {
  const fault: unknown = await work.catch((thrown: unknown) => thrown);
  return fault instanceof SteadError ? fault.faults[0] : undefined;
};

describe.skipIf(!isRoot)("a log-in that is not root's (needs root)", () => {
  test("where sudo asks nothing, everything runs as root", async () => {
    const { host, questions } = as("stead-free");
    expect((await host.run(["id", "-u"])).stdout).toBe("0\n");
    const path = join(sshd.folder, "by-sudo");
    await host.files.write(path, "x", { mode: 0o600 });
    expect(statSync(path)).toMatchObject({ uid: 0, mode: 0o100600 });
    expect(questions).toEqual([]);
    await host.close();
  });

  test("what a shell says at its start harms nothing; an account without a shell is told as that", async () => {
    const loud = as("stead-loud").host;
    const { stdout, stderr } = await loud.run(["sh", "-c", "id -u; cat"], { stdin: "input" });
    expect({ stdout, stderr }).toEqual({ stdout: "0\ninput", stderr: "" });
    expect(new TextDecoder().decode(await loud.files.read(join(sshd.folder, "loud/.bashrc")))).toContain("noise");
    await loud.close();
    expect(await faultOf(as("stead-none").host.run(["true"]))).toMatchObject({
      code: "SSH_LOGIN_REFUSED",
      what: `The server at 127.0.0.1:${sshd.port} lets us in, but gives no shell.`,
      lines: ["This account is currently not available."],
    });
  });

  test("a password is asked once for everything, and stands in no argv", async () => {
    const { host, questions } = as("stead-asked", password);
    let seen = false;
    const look = setInterval(() => {
      seen ||= processes().some(({ words }) => words.join(" ").includes(password));
    }, 5);
    const answers = await Promise.all(Array.from({ length: 8 }, () => host.run(["sh", "-c", "sleep 0.2; id -u"])));
    const lock = await host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
    clearInterval(look);
    expect(answers.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 8 }, () => "0\n"));
    expect(isLock(lock)).toBe(true);
    expect((await host.run(["cat"], { stdin: "input" })).stdout).toBe("input");
    expect(questions).toEqual([`Password of sudo on web1 (127.0.0.1:${sshd.port}): `]);
    expect(seen).toBe(false);
    await host.close();
  });

  test("a wrong password, none to be had, and no right at all are told apart", async () => {
    const cases = [
      ["stead-asked", "wrong", "SUDO_PASSWORD_WRONG"],
      ["stead-asked", undefined, "SUDO_PASSWORD_NEEDED"],
      ["stead-barred", password, "SUDO_REFUSED"],
    ] as const;
    for (const [user, typed, code] of cases) {
      const { host } = as(user, typed);
      const path = join(sshd.folder, "never");
      expect(await faultOf(host.files.write(path, "x", { mode: 0o600 }))).toMatchObject({ code, where: "web1" });
      expect(existsSync(path)).toBe(false);
      await host.close();
    }
  });

  test("two things at once ask for the password once, also when it is wrong", async () => {
    const { host, questions } = as("stead-asked", "wrong");
    const faults = await Promise.all([faultOf(host.run(["true"])), faultOf(host.files.list("/etc"))]);
    expect(faults.map((fault) => fault?.code)).toEqual(["SUDO_PASSWORD_WRONG", "SUDO_PASSWORD_WRONG"]);
    expect(questions).toHaveLength(1);
    await host.close();
  });
});
