import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";
import { NEWER } from "./newer-package.ts";

interface Planned {
  readonly hosts: readonly {
    readonly packages: readonly { readonly name: string; readonly to: string }[];
    readonly restarts: readonly { readonly unit: string; readonly disrupts: string }[];
    readonly restart?: { readonly why: string; readonly seconds?: number };
  }[];
}

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks).each([12, 13] as const)("stead patch on a server with Debian %i", (debian) => {
  let site: ServerSite;
  const processOf = (unit: string): Promise<string> =>
    site.on(`systemctl show --property=MainPID --value stead-host-${unit}`);
  /** Puts a newer version of a package into an archive of the server's own; `change`: commands that change its tree. */
  const newer = async (name: string, version: string, change = ":"): Promise<void> => {
    expect(await site.on(`${NEWER}\nnewer ${name} ${version} '${change}' 2>&1 | tail -n 3; echo made`)).toMatch(
      /made$/u,
    );
  };
  const look = async (): Promise<Planned["hosts"][number] | undefined> =>
    ((await site.answer("patch", "production", "--look")) as Planned).hosts[0];

  beforeAll(async () => {
    site = await makeServerSite(debian);
    await site.well("up", "production", "--yes");
  });
  afterAll(() => site.close());

  test("brings a server up to date; again there is nothing to do", async () => {
    await site.well("patch", "production", "--yes");
    expect(await site.well("patch", "production", "--yes")).toContain("everything answers as before");
    expect(await look()).toBeUndefined();
  });

  test("says before what it will interrupt and for how long, and changes nothing where nobody can be asked", async () => {
    await newer("nginx", "+stead1");
    expect(await look()).toMatchObject({
      packages: [{ name: "nginx", to: expect.stringContaining("+stead1") as string }],
      restarts: [{ unit: "nginx", disrupts: "requests for about 0.3 s" }],
    });
    const ended = await site.stead("patch", "production");
    expect([ended.exitCode, ended.stdout, ended.stderr]).toEqual([
      2,
      expect.stringContaining("Restarts nginx: interrupts requests for about 0.3 s."),
      expect.stringContaining("--yes"),
    ]);
    expect(await site.on("dpkg-query --show nginx")).not.toContain("+stead1");
  });

  test("peers.md 51: the package's own service is left alone; Stead restarts its engine, and it answers", async () => {
    const before = await processOf("nginx");
    const knot = await processOf("knot");
    const said = await site.well("patch", "production", "--yes");
    expect(said).toMatch(/Upgraded 1 package[^]*Restart nginx[^]*Everything answers as before/u);
    expect(await processOf("nginx")).not.toBe(before);
    expect(await processOf("knot")).toBe(knot);
    expect(site.page().status).toBe(200);
    expect(await site.on("systemctl is-enabled nginx; systemctl is-active nginx")).toBe("disabled\ninactive");
    expect(await site.on("ls /usr/sbin/policy-rc.d 2>&1")).toContain("No such file");
  });

  test("a library of the application: its processes are replaced by new ones of the same release", async () => {
    const release = (): Promise<string> => site.on("readlink /srv/stead/foobar.com/releases/current");
    const processes = (): Promise<string> => site.on("pgrep --uid stead-foobar-com --full server.mjs");
    await newer("libstdc++6", "+stead1");
    const [before, serving] = [await processes(), await release()];
    const said = await site.well("patch", "production", "--yes");
    expect(said).toContain("Replaces the application's processes by new ones: interrupts nothing.");
    expect(await processes()).not.toBe(before);
    expect(await release()).toBe(serving);
    expect(site.page().text).toContain("edition one");
  });

  test("an upgrade that fails leaves the site serving, and says so", async () => {
    await newer(
      "knot",
      "+stead1",
      'printf "#!/bin/sh\\necho I refuse >&2\\nexit 1\\n" >DEBIAN/preinst; chmod 755 DEBIAN/preinst',
    );
    const before = await processOf("knot");
    const ended = await site.stead("patch", "production", "--yes");
    expect([ended.exitCode, ended.stderr]).toEqual([1, expect.stringContaining("PATCH_FAILED")]);
    expect(ended.stderr).toMatch(/The package knot could not be upgraded[^]*the site serves as before[^]*I refuse/u);
    expect(await processOf("knot")).toBe(before);
    expect(site.page().status).toBe(200);
    await site.on("rm /srv/archive/knot_*; apt-get update");
  });

  test("peers.md 50: a new version that refuses its configuration is not started: the old one serves on", async () => {
    const refusing =
      'mv usr/sbin/nginx usr/sbin/nginx.real; printf "#!/bin/sh\\ncase \\"\\$*\\" in *-t*) echo no longer supported >&2; exit 1;; esac\\nexec nginx.real \\"\\$@\\"\\n" >usr/sbin/nginx; chmod 755 usr/sbin/nginx';
    await newer("nginx", "+stead2", refusing);
    const before = await processOf("nginx");
    const ended = await site.stead("patch", "production", "--yes");
    expect([ended.exitCode, ended.stderr]).toEqual([1, expect.stringContaining("PATCH_FAILED")]);
    expect(ended.stderr).toMatch(/the site serves on with the old one[^]*no longer supported/u);
    expect(await processOf("nginx")).toBe(before);
    expect(site.page().status).toBe(200);
    expect((await site.stead("doctor", "production")).stdout).toMatch(/nginx run what an upgrade has replaced/u);
    await newer("nginx", "+stead3");
    expect(await site.well("patch", "production", "--yes")).toContain("Restart nginx");
    expect(site.page().status).toBe(200);
  });

  test("a mirror that is gone is told before anything is touched", async () => {
    await site.on("echo 'deb http://203.0.113.250/debian stable main' >/etc/apt/sources.list.d/gone.list");
    const ended = await site.stead("patch", "production", "--yes");
    expect([ended.exitCode, ended.stderr]).toEqual([3, expect.stringContaining("PACKAGES_UNAVAILABLE")]);
    expect(site.page().status).toBe(200);
    await site.on("rm /etc/apt/sources.list.d/gone.list; apt-get update");
  });

  test("peers.md 53-55: a server that needs it is restarted and waited for, and all comes back right", async () => {
    const boot = (): Promise<string> => site.on("cat /proc/sys/kernel/random/boot_id");
    const before = await boot();
    await site.on("echo libc6 >/run/reboot-required.pkgs; touch /run/reboot-required");
    const { restart } = (await look()) ?? {};
    expect(restart).toEqual({ why: "Upgraded packages ask for it: libc6.", seconds: expect.any(Number) as number });
    expect((await site.stead("patch", "production", "--without-restart", "--yes")).exitCode).toBe(0);
    expect(await boot()).toBe(before);
    const said = await site.well("patch", "production", "--yes");
    expect(said).toMatch(
      /Interrupts everything on it for about \d+ s\.[^]*Restarted web1[^]*Everything answers as before/u,
    );
    expect(await boot()).not.toBe(before);
    expect(site.page().text).toContain("edition one");
    expect(await site.answer("plan", "production")).toMatchObject({ changes: [] });
  });

  test("what up has yet to do is not taken in by halves", async () => {
    site.write({ settings: { headers: { "X-Patched": "no" } }, servers: { web1: { address: "203.0.113.7", debian } } });
    const ended = await site.stead("patch", "production", "--yes");
    expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringContaining("stead up production")]);
  });
});
