import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { runStead } from "../setup/run-stead.ts";

/** Seconds for a verb that installs packages. */
const COLD = 600;

describe.skipIf(!labWorks)("names in the lab", () => {
  let folder: string;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "stead-names-")));
    mkdirSync(join(folder, "public"));
    writeFileSync(join(folder, "public/index.html"), "hello\n");
    write({ dns: "external", records: [{ name: "@", type: "MX", value: "mail.example.org" }] });
    await well("lab", "up", "production", "--with-packages");
  });
  afterAll(async () => {
    await runStead(folder, ["lab", "down"], { seconds: COLD });
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (more: object): void => {
    const servers = { web1: { address: ["203.0.113.7", "2001:db8::7"], debian: 12 } };
    const spec = {
      domain: "foobar.com",
      app: { static: "public" },
      environments: { production: { servers } },
      ...more,
    };
    writeFileSync(join(folder, "stead.config.mjs"), `export default ${JSON.stringify(spec)};\n`);
  };
  const stead = (...words: readonly string[]) =>
    runStead(folder, words[0] === "lab" ? words : [...words, "--lab"], { seconds: COLD });
  const well = async (...words: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await stead(...words);
    expect(exitCode, `stead ${words.join(" ")}\n${stdout}\n${stderr}`).toBe(0);
    return stdout;
  };
  const provider = async (...lines: readonly string[]): Promise<void> => {
    writeFileSync(join(folder, "zone"), `${lines.join("\n")}\n`);
    await well("lab", "registrar", "zone", "zone");
  };
  const dig = (...words: readonly string[]) => well("lab", "run", "--", "kdig", "+time=5", "+retry=1", ...words);
  const status = async (): Promise<{
    readonly verdict: string;
    readonly problems: readonly { readonly says: string }[];
  }> => JSON.parse((await stead("dns", "status", "production", "--json")).stdout);

  test("a domain that nobody serves is told before anything is done", async () => {
    const { exitCode, stdout } = await stead("dns", "status", "production");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/foobar\.com +A +3600 +203\.0\.113\.7/u);
    expect(stdout).toContain("has no name servers");
  });

  test("up prints the records, waits for the provider, and goes on when they are right", async () => {
    await provider("@ A 192.0.2.80", "www CNAME @");
    const words = ["up", "production", "--yes", "--lab"];
    const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
    const child = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const ended = once(child, "exit");
    let said = "";
    const waits = new Promise<void>((go) => {
      const hear = (part: Buffer): void => {
        said += part.toString();
        if (said.includes("Waiting for them")) go();
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
    });
    await Promise.race([waits, ended]);
    expect(said).toContain("provider.lab: A of foobar.com is 192.0.2.80, not 203.0.113.7");
    expect(said).toContain("provider.lab: MX of foobar.com is missing");
    await provider("@ A 203.0.113.7", "@ AAAA 2001:db8::7", "www CNAME @", "@ MX 10 mail.example.org.");
    const [code] = (await ended) as [number | null];
    expect(code, said).toBe(0);
    expect(said).toContain("The records are there, by the word of provider.lab.");
    expect(await well("lab", "ssh", "web1", "--", "ls /usr/sbin/knotd || true; ss -Hlun 'sport = :53'")).not.toContain(
      ":53",
    );
    expect(await status()).toMatchObject({ verdict: "right" });
  });

  test("a record that is lost later is told by plan and doctor, with the server that says so", async () => {
    await provider("@ A 203.0.113.7", "@ AAAA 2001:db8::7", "www CNAME @");
    expect(await well("plan", "production")).toContain("provider.lab: MX of foobar.com is missing");
    expect((await stead("doctor", "production")).stdout).toContain("provider.lab: MX of foobar.com is missing");
  });

  test("the domain comes home, signed: the resolver believes it once the registrar has the key", async () => {
    write({ dnssec: true });
    await well("lab", "registrar", "reset");
    await well("up", "production", "--yes");
    const [signer] = JSON.parse(await well("dns", "ds", "production", "--json")) as readonly Record<
      string,
      string | number
    >[];
    const ds = `${signer?.["keyTag"]} ${signer?.["algorithm"]} ${signer?.["digestType"]} ${signer?.["digest"]}`;
    expect(await dig("www.foobar.com", "+dnssec")).not.toMatch(/Flags:[^;]* ad/u);
    expect(await well("plan", "production")).toContain("does not know the key");
    await well("lab", "registrar", "ds", ds);
    expect(await dig("www.foobar.com", "+dnssec")).toMatch(/Flags:[^;]* ad/u);
    expect(await status()).toMatchObject({ verdict: "right", warnings: [expect.anything()] });
    await well("lab", "registrar", "ds", `12345 13 2 ${"ab".repeat(32)}`);
    expect((await status()).problems[0]?.says).toContain("knows a key (DS)");
    await well("lab", "registrar", "ds", ds);
  });

  test("a proof that is set on the server is seen by the world, under www as well", async () => {
    const script = "/etc/stead/foobar.com/knot/challenge";
    await well("lab", "ssh", "web1", "--", `${script} set some-proof_1`);
    for (const name of ["_acme-challenge.foobar.com", "_acme-challenge.www.foobar.com"])
      expect(await dig("+short", name, "TXT")).toContain('"some-proof_1"');
    await well("lab", "ssh", "web1", "--", `${script} clear some-proof_1`);
    expect(await well("plan", "production")).toContain("Nothing to change");
  });
});
