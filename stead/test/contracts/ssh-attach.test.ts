import { spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import { quoteAll } from "../../src/host/ssh/quote.ts";
import { isRoot } from "./ssh-bench.ts";
import { startSshd, type Sshd } from "./sshd.ts";
import { processes, until } from "./waiting.ts";

let sshd: Sshd;
beforeAll(async () => {
  if (isRoot) sshd = await startSshd();
});
afterAll(async () => sshd?.close());

/** A command of ours on a terminal (script(1)). */
const onTerminal = (argv: readonly string[], options: object): readonly string[] => {
  const source = `
    import { openSshHost } from "./stead/src/host/ssh/open-ssh-host.ts";
    const host = openSshHost(${JSON.stringify(sshd.server)});
    process.exitCode = await host.attach(${JSON.stringify(argv)}, ${JSON.stringify(options)});
    await host.close();`;
  return onTerminalWords([process.execPath, "--input-type=module-typescript", "-e", source]);
};

const onTerminalWords = (words: readonly string[]): readonly string[] => [
  "-q",
  "-e",
  "-c",
  quoteAll(words),
  "/dev/null",
];

describe.skipIf(!isRoot)("a program on the operator's terminal over ssh (needs root)", () => {
  test("it has a terminal, its account, folder and variables, and its exit status is ours", async () => {
    const shown = 'test -t 0 && echo terminal; id -un; pwd; echo "$ODD"; echo "$HOME"; exit 255';
    const options = { account: "www-data", folder: "/usr/lib", environment: { ODD: "it's $x" } };
    const { status, stdout } = spawnSync("script", onTerminal(["sh", "-c", shown], options), { timeout: 30_000 });
    expect(stdout.toString().replaceAll("\r", "")).toContain("terminal\nwww-data\n/usr/lib\nit's $x\n/var/www\n");
    expect(status).toBe(255);
    const host = openSshHost(sshd.server);
    expect((await host.files.list("/run/stead")).filter((name) => name.startsWith("attach-"))).toEqual([]);
    await host.close();
  });

  test("its variables stand in no argv, and it ends with the terminal", async () => {
    const secret = `s3cret-${process.pid}`;
    const mark = `79${process.pid}01`;
    const child = spawn("script", onTerminal(["sleep", mark], { environment: { SECRET: secret } }), {
      stdio: "ignore",
    });
    await until(() => processes().some(({ words }) => words.includes(mark)));
    const shown = processes().filter(
      ({ words, pid }) => words.join(" ").includes(secret) && !isOurs(pid, child.pid ?? 0),
    );
    expect(shown.filter(({ words }) => !words.join(" ").includes("openSshHost"))).toEqual([]);
    child.kill("SIGKILL");
    await until(() => !processes().some(({ words }) => words.includes(mark)));
  });
});

test("a password is asked on the terminal, which does not show it; without one nobody is asked", async () => {
  const source = `
    import { askPassword } from "./stead/src/host/ssh/ask-password.ts";
    const secret = await askPassword("Password: ");
    console.log(secret === undefined ? "nobody" : "got " + Buffer.from(secret.reveal()).toString("hex"));`;
  const words = ["--input-type=module-typescript", "-e", source];
  expect(spawnSync(process.execPath, words, { stdio: "pipe" }).stdout.toString()).toBe("nobody\n");
  const typed = onTerminalWords([process.execPath, ...words]);
  const child = spawn("script", typed, { stdio: ["pipe", "pipe", "ignore"] });
  let shown = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (!shown.includes("Password: ") && chunk.includes("Password: ")) child.stdin.write("s3cret pass\r");
    shown += chunk.toString();
  });
  await until(() => shown.includes("got "));
  child.stdin.end();
  expect(shown).toContain(`got ${Buffer.from("s3cret pass").toString("hex")}`);
  expect(shown).not.toContain("s3cret");
});

/** The test's own command line has the secret: it is the operator. */
const isOurs = (pid: number, parent: number): boolean => pid === parent || pid === process.pid;
