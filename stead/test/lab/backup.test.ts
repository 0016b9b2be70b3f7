import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { runStead } from "../setup/run-stead.ts";
import { repositories } from "./repositories.ts";
import { bearer, drop, rowsOf, sql, startStream, stopStream, type Row } from "./row-stream.ts";
import { makeServerSite, type ServerSite, type ServerSiteWish } from "./server-site.ts";

const STATE = "/var/lib/stead/foobar.com";
const PROGRAMS = "/etc/stead/foobar.com/backup";
interface Restored {
  readonly seconds: number;
  readonly keys: boolean;
}

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks).each(repositories)("backups of a server with Debian $debian in $name", (repository) => {
  const { debian } = repository;
  const web1 = { address: "203.0.113.7", debian };
  const web2 = { address: "203.0.113.9", debian };
  const vault = { address: "203.0.113.8", debian };
  let site: ServerSite;
  let backup: object;
  /** The site's servers and when it makes backups, from now on. */
  const write = (servers: NonNullable<ServerSiteWish["servers"]>, at = "02:15"): void => {
    site.write({ servers, settings: { dnssec: true, backup: { ...backup, at } } });
    site.edit(`with backups at ${at}`);
  };
  let key = "";
  /** What the world and the authority know the site by: they must be the same after a loss. */
  let identity = "";
  let written: readonly Row[] = [];
  let dropped = "";

  beforeAll(async () => {
    site = await makeServerSite(debian, { servers: { web1, web2, vault } });
    backup = await repository.make(site);
    write({ web1 });
    await site.well("up", "production", "--yes");
    await repository.admit(site, "web1");
    await registerKey(site);
  });
  afterAll(() => site.close());

  test("before the first one, status says that nothing is proved", async () => {
    expect(await site.well("status", "production")).toContain("No backup is proved by a restore yet");
    expect(await site.on("systemctl is-active stead-backup-foobar.com.timer")).toBe("active");
    expect((await site.stead("backup", "list", "production")).stderr).toContain("[BACKUP_NONE]");
  });

  test("the timer makes one by itself as root, and proves it by restoring it, while others write", async () => {
    await startStream(site);
    const soon = new Date(Date.now() + 90_000).toISOString().slice(11, 16);
    write({ web1 }, soon);
    await site.well("up", "production", "--yes");
    await expect
      .poll(() => site.on(`cat ${STATE}/proved-restore`), { timeout: 240_000, interval: 3000 })
      .toMatch(/^20\d\d-/u);
    expect(await site.well("status", "production")).toMatch(/Backup proved by a restore \d minutes? ago \(2 tables/u);
    expect(await site.well("backup", "list", "production")).toContain("proved by a restore");
    expect(await site.on("systemctl show -p Result --value stead-backup-foobar.com")).toBe("success");
    expect(await site.answer("plan", "production")).toMatchObject({ changes: [] });
  });

  test("now makes another, verify proves it again", async () => {
    expect(await site.well("backup", "now", "production")).toMatch(/restored in .* s per GB\), 2 tables alike/u);
    expect(await site.well("backup", "verify", "production")).toMatch(/is proved: restored in /u);
    const { hosts } = (await site.answer("backup", "list", "production")) as {
      readonly hosts: readonly { readonly backups: readonly unknown[] }[];
    };
    expect(hosts[0]?.backups.length).toBeGreaterThanOrEqual(2);
  });

  test("the key is root's alone, and what is in the repository cannot be read without it", async () => {
    key = (await site.well("backup", "key", "production")).split("\n")[0] ?? "";
    expect(await site.on("stat -c '%a %U' /etc/stead/foobar.com/secrets /etc/stead/foobar.com/secrets/*")).not.toMatch(
      /^\d*[1-7]{2} |^\d*[^0]{1} /mu,
    );
    // In brackets, so that it does not find itself.
    const pattern = `[${key[0]}]${key.slice(1)}`;
    expect(await site.on(`grep -rl '${pattern}' /etc /proc/[0-9]*/cmdline 2>/dev/null | sort`)).toBe(
      "/etc/stead/foobar.com/secrets/backup-key",
    );
    const { host, folder } = repository.at;
    expect(await site.on(`grep -rlE 'posts|${bearer}' ${folder}; ls ${folder}/*/config`, host)).toBe(
      `${folder}/foobar.com-production/config`,
    );
  });

  test.runIf(repository.at.host === "vault")("a repository with another host key gets nothing", async () => {
    const known = `${PROGRAMS}/known-host`;
    const other = "repository ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEtfT0DCYOyaN8Vt7ycpdQ1hWDzWhpwCqZG1vpnXTqg1";
    await site.on(`cp ${known} /root/known; echo '${other}' >${known}`);
    const { stderr } = await site.stead("backup", "list", "production");
    await site.on(`cat /root/known >${known}`);
    expect(stderr.replaceAll(/\s+/gu, " ")).toMatch(
      /has another key than backup\.hostKey says\..*\[BACKUP_UNREACHABLE\]/u,
    );
  });

  test("the drill: a known stream of rows, a dropped table, back to the second before, row by row", async () => {
    await stopStream(site);
    written = await rowsOf(site, "acknowledged");
    expect(written.length).toBeGreaterThan(100);
    await sleep(1100);
    dropped = await drop(site, "posts");
    await site.well("restore", "production", "--at", dropped, "--into", "before_drop");
    expect(await rowsOf(site, "before_drop")).toEqual(written);
    const middle = written.at(-20)?.at.slice(0, 19) ?? "";
    await site.well("restore", "production", "--at", middle, "--into", "earlier");
    expect(await rowsOf(site, "earlier")).toEqual(written.filter(({ at }) => at.slice(0, 19) < middle));
    await sql(site, "DROP DATABASE before_drop; DROP DATABASE earlier");
  });

  test("in place: the table and the application's files are there again, what was there is kept, the keys are untouched", async () => {
    await site.on(`rm ${STATE}/app/starts.txt`);
    const before = await identityOf(site);
    const result = (await site.answer("restore", "production", "--at", dropped, "--yes")) as Restored;
    expect(result).toMatchObject({ kept: [{ host: "web1" }], keys: false });
    expect(await rowsOf(site, "foobar_com")).toEqual(written);
    expect(await site.on(`ls ${STATE}/app/starts.txt`)).toBe(`${STATE}/app/starts.txt`);
    expect(await identityOf(site)).toBe(before);
    expect(site.page().status).toBe(200);
  });

  test("a destroyed server is rebuilt from backup alone: rows, files, DNSSEC and ACME keys; the seconds are printed", async () => {
    await sql(site, `INSERT INTO posts (title) VALUES ('the last word')`);
    written = [...written, ...(await rowsOf(site, "foobar_com")).slice(written.length)];
    await site.on("test -e /etc/stead/foobar.com/tls/live/crt");
    identity = await identityOf(site);
    await sleep(20_000);
    await repository.outlive(site);
    await site.well("lab", "crash", "web1");
    write({ web2 });
    await site.well("lab", "registrar", "ns", "ns1.foobar.com=203.0.113.9");
    const began = performance.now();
    // The zone above knows the lost server's key, so that the authority believes nobody yet.
    await site.stead("up", "production", "--yes");
    await repository.admit(site, "web2");
    await giveKey(site, key);
    const result = (await site.answer("restore", "production", "--yes")) as Restored;
    console.log(
      `A destroyed server: rebuilt in ${((performance.now() - began) / 1000).toFixed(0)} s, from a bare one.`,
    );
    expect(result.keys).toBe(true);
    expect(await rowsOf(site, "foobar_com", "web2")).toEqual(written);
    expect(await identityOf(site, "web2")).toBe(identity);
    // The resolver has not forgotten yet that it believed nobody.
    await registerKey(site);
    const asked = await site.stead("lab", "run", "--", "kdig", "+dnssec", "www.foobar.com");
    expect(asked.stdout).toMatch(/Flags:[^;]* ad[^]*203\.0\.113\.9/u);
    expect(site.page("/", "www.foobar.com", web2.address)).toMatchObject({ status: 200 });
    expect(await site.answer("plan", "production")).toMatchObject({ changes: [] });
  });
});

/** Its DNSSEC key, the authority's account and the certificate: by what others know the site. */
const identityOf = (site: ServerSite, host?: string): Promise<string> =>
  site.on(
    "knotc -s /run/stead/host/dns/knot.sock zone-read foobar.com @ DNSKEY | sort; cat /var/lib/stead/foobar.com/tls/accounts/*/account_key.pem | sha256sum; openssl x509 -noout -serial -in /etc/stead/foobar.com/tls/live/crt",
    host,
  );

/** Gives the server the key that the operator kept. */
const giveKey = async ({ folder }: ServerSite, key: string): Promise<void> => {
  const kept = join(tmpdir(), `stead-key-${process.pid}`);
  writeFileSync(kept, key, { mode: 0o600 });
  const given = await runStead(folder, ["backup", "key", "production", "--set", "--lab"], {
    through: ["/bin/sh", "-c", `exec "$@" <${kept}`, "sh"],
  });
  rmSync(kept);
  expect(given.exitCode, given.stderr).toBe(0);
};

/** Tells the zone above with which key the site signs. */
const registerKey = async (site: ServerSite): Promise<void> => {
  const [signer] = (await site.answer("dns", "ds", "production")) as readonly Readonly<Record<string, unknown>>[];
  const { keyTag, algorithm, digestType, digest } = signer ?? {};
  await site.well("lab", "registrar", "ds", [keyTag, algorithm, digestType, digest].join(" "));
};
