import { spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../../../src/host/host.ts";
import { openSshHost } from "../../../src/host/ssh/open-ssh-host.ts";
import { quoteAll } from "../../../src/host/ssh/quote.ts";
import type { Sandbox } from "../../../src/state/vocabulary.ts";
import { until } from "../../contracts/waiting.ts";
import { labWorks } from "../../setup/lab-works.ts";
import { COLD, makeLabSite, type LabSite } from "../lab-site.ts";

const names = ["debian12", "debian13"] as const;
type Name = (typeof names)[number];

const ACCOUNT = "once";
const DATA = "/var/lib/once";
const sandbox: Sandbox = { kind: "application", writes: [DATA] };
const inside = { account: ACCOUNT, folder: "/usr/lib", sandbox };

let site: LabSite;
let sshConfig: string;
const hosts = new Map<Name, Host>();
const serverOf = (name: Name) =>
  ({ name, address: name, config: sshConfig, hostKeyAlias: name, site: "foobar.com" }) as const;

beforeAll(async () => {
  if (!labWorks) return;
  site = makeLabSite({
    debian12: { address: "203.0.113.41", debian: 12 },
    debian13: { address: "203.0.113.42", debian: 13 },
  });
  ({ sshConfig } = (await site.lab("up")) as { readonly sshConfig: string });
  for (const name of names) {
    hosts.set(name, openSshHost(serverOf(name)));
    await shell(name, `useradd --system --user-group ${ACCOUNT}; install -d -o ${ACCOUNT} ${DATA}`);
  }
}, COLD * 1000);
afterAll(async () => {
  for (const host of hosts.values()) await host.close?.();
  if (labWorks) await site.close();
});

const on = (name: Name): Host => {
  const host = hosts.get(name);
  if (!host) throw new Error(`no ${name}`);
  return host;
};

const shell = async (name: Name, text: string): Promise<string> =>
  (await on(name).run(["/bin/sh", "-c", text])).stdout.trim();

/** What there is of commands that run once. */
const left = (name: Name): Promise<string> =>
  shell(name, "systemctl list-units --all --no-legend 'stead-run-*'; ls /run/stead | grep -E 'run-|attach-'");

const onTerminal = (name: Name, argv: readonly string[]): readonly string[] => {
  const source = `
    import { openSshHost } from "./stead/src/host/ssh/open-ssh-host.ts";
    const host = openSshHost(${JSON.stringify(serverOf(name))});
    process.exitCode = await host.attach(${JSON.stringify(argv)}, ${JSON.stringify({ ...inside, environment: { ODD: "$x" } })});
    await host.close();`;
  const words = [process.execPath, "--input-type=module-typescript", "-e", source];
  return ["-q", "-e", "-c", quoteAll(words), "/dev/null"];
};

describe.skipIf(!labWorks).each(names)("a program in a sandbox over ssh: %s", (name) => {
  test("it is who an instance would be, where one would be, and may write where one may", async () => {
    const says = `id -un; pwd; echo $HOME; grep -E 'NoNewPrivs' /proc/self/status; grep -o 'stead-foobar.com.slice' /proc/self/cgroup
touch ${DATA}/mine && echo data; touch /srv/x 2>/dev/null || echo not /srv; ls /root 2>/dev/null || echo not /root`;
    const { stdout, exitCode } = await on(name).run(["/bin/sh", "-c", says], inside);
    expect([exitCode, stdout.split("\n")]).toEqual([
      0,
      [
        ACCOUNT,
        "/usr/lib",
        `/home/${ACCOUNT}`,
        "NoNewPrivs:\t1",
        "stead-foobar.com.slice",
        "data",
        "not /srv",
        "not /root",
        "",
      ],
    ]);
    expect(await left(name)).toBe("");
  });

  test("words, variables and input arrive as they are, and its exit status comes back", async () => {
    const odd = ["$HOME", "${HOME}", "$$", "%n %%", `a "b" 'c' \\d`, "two\nlines", "", "ü"];
    const { stdout } = await on(name).run(["/usr/bin/printf", "%s|", ...odd], inside);
    expect(stdout).toBe(`${odd.join("|")}|`);
    const value = 'a "b" $HOME `c` \\d\ntwo % lines';
    const said = await on(name).run(["/bin/sh", "-c", 'printf %s "$ODD"; cat; echo wrong >&2; exit 7'], {
      ...inside,
      environment: { ODD: value },
      stdin: "input",
    });
    expect(said).toEqual({ exitCode: 7, stdout: `${value}input`, stderr: "wrong\n" });
    expect((await on(name).run(["/bin/sh", "-c", "kill -TERM $$"], inside)).exitCode).toBe(128 + 15);
  });

  test("no argv, unit or file that others may read has its variables", async () => {
    const run = on(name).run(["sleep", "31"], { ...inside, environment: { PASSWORD: "s3cret-word" } });
    const pid = await until(() => shell(name, "pgrep -xf 'sleep 31'"));
    expect(await shell(name, `tr '\\0' '\\n' </proc/${pid}/environ | grep PASSWORD`)).toBe("PASSWORD=s3cret-word");
    const seen = `ps -eo args | grep -v grep | grep -c s3cret; grep -rls s3cret /run/systemd /run/stead
systemctl show 'stead-run-*' | grep -v grep | grep s3cret; find /run/stead -name '*.env'`;
    expect(await shell(name, seen)).toBe("0");
    await shell(name, `kill ${pid}`);
    expect((await run).exitCode).toBe(128 + 15);
  });

  test("what cannot be started is told", async () => {
    await expect(on(name).run(["no-such-program"], inside)).rejects.toMatchObject({
      faults: [{ code: "COMMAND_FAILED" }],
    });
    await expect(on(name).run(["true"], { ...inside, folder: "/nowhere" })).rejects.toThrow("/nowhere");
    await expect(on(name).run(["true"], { ...inside, account: "nobody-there" })).rejects.toThrow("nobody-there");
    expect(await left(name)).toBe("");
  });

  test("it ends with all its children at the timeout, when aborted, and with the connection", async () => {
    const stubborn = ["/bin/sh", "-c", "trap '' HUP TERM; setsid sleep 32 & sleep 32; sleep 32"];
    const gone = async (): Promise<boolean> => (await shell(name, "pgrep -xf 'sleep 32'")) === "";
    expect((await on(name).run(stubborn, { ...inside, timeout: 1 })).exitCode).toBe(124);
    await until(gone);

    const stop = new AbortController();
    const aborted = on(name).run(stubborn, { ...inside, signal: stop.signal });
    await until(async () => !(await gone()));
    stop.abort();
    await aborted;
    await until(gone);

    const other = openSshHost(serverOf(name));
    const cut = other.run(stubborn, inside).catch(() => undefined);
    await until(async () => !(await gone()));
    await other.close();
    await cut;
    await until(gone);
    await until(async () => (await left(name)) === "");
  });

  test("on a terminal it has one of its own, and ends with it", async () => {
    const shown = spawnSync(
      "script",
      onTerminal(name, ["sh", "-c", 'test -t 0 && echo "terminal $ODD"; id -un; exit 3']),
      {
        timeout: 30_000,
      },
    );
    expect(shown.stdout.toString().replaceAll("\r", "")).toContain(`terminal $x\n${ACCOUNT}\n`);
    expect(shown.status).toBe(3);
    const child = spawn("script", onTerminal(name, ["sh", "-c", "trap '' HUP; sleep 33; sleep 33"]), {
      stdio: "ignore",
    });
    await until(() => shell(name, "pgrep -xf 'sleep 33'"), 20);
    child.kill("SIGKILL");
    await until(async () => (await shell(name, "pgrep -xf 'sleep 33'")) === "", 20);
    await sleep(200);
    await until(async () => (await left(name)) === "", 20);
  });
});
