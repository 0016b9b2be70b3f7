import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeServerSite, type ServerSite } from "./server-site.ts";
import { labWorks } from "../setup/lab-works.ts";

interface Planned {
  readonly changes: readonly { readonly says: string }[];
}

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks)("a site on a bare server", () => {
  let site: ServerSite;
  /** Everything of Stead's on the server, as far as a look around finds it. */
  const traces = (): Promise<string> =>
    site.on(
      "find / -xdev \\( -path /proc -o -path /sys \\) -prune -o -iname '*stead*' ! -name '*stead-lab*' -print; grep stead /etc/passwd; systemctl list-units --all --plain --no-legend | grep stead; ps -eo args | grep -v grep | grep -E 'stead|nginx|knotd|mariadbd'",
    );
  const planned = async (): Promise<readonly string[]> =>
    ((await site.answer("plan", "production")) as Planned).changes.map(({ says }) => says);

  beforeAll(async () => {
    site = await makeServerSite(12);
  });
  afterAll(() => site.close());

  test("the plan is whole, and touches nothing", async () => {
    const says = await planned();
    expect(says[0]).toMatch(/^Install .*knot.*mariadb-server-core.*nginx/u);
    expect(says).toContain("Build and start the first release");
    expect(await traces()).toBe("");
  });

  test("up asks, and where nobody can be asked it refuses and does nothing", async () => {
    const ended = await site.stead("up", "production");
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("--yes");
  });

  test("up brings it to serving: page, file and name", async () => {
    const says = await site.well("up", "production", "--yes");
    expect(says).toContain("https://www.foobar.com");
    expect(site.page()).toEqual({ status: 200, text: "edition one, 1 migrations" });
    expect(site.page("/file.txt")).toEqual({ status: 200, text: "A file." });
    expect(site.page("/", "foobar.com").status).toBe(308);
    expect(await site.on("knotc -s /run/stead/host/dns/knot.sock zone-read foobar.com foobar.com. A")).toContain(
      "203.0.113.7",
    );
  });

  test("again there is nothing to do, and it is quick", async () => {
    const began = performance.now();
    expect(((await site.answer("up", "production", "--yes")) as Planned).changes).toEqual([]);
    expect((performance.now() - began) / 1000).toBeLessThan(4);
    expect(await planned()).toEqual([]);
  });

  test("the application is not who the engines are, and none of them is root", async () => {
    const owners = await site.on(
      "ps -eo user:32,comm | grep -E 'nginx|knotd|mariadbd|MainThread' | sort -u | tr -s ' '",
    );
    expect(owners.split("\n")).toEqual(
      expect.arrayContaining(["knot knotd", "mysql mariadbd", "stead-foobar-com MainThread", "www-data nginx"]),
    );
    expect(owners).not.toMatch(/^root/mu);
  });

  test("a deploy sends what changed, and a rollback goes back", async () => {
    site.edit("two");
    const said = await site.well("deploy", "production");
    expect(said).toMatch(/Shipped 1 file to web1/u);
    expect(site.page().text).toBe("edition two, 2 migrations");
    await site.well("rollback", "production");
    expect(site.page().text).toBe("edition one, 2 migrations");
  });

  test("files that are not committed are refused, unless told otherwise", async () => {
    const { writeFileSync } = await import("node:fs");
    writeFileSync(`${site.folder}/edition.txt`, "three");
    const refused = await site.stead("deploy", "production");
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("--dirty")]);
    await site.well("deploy", "production", "--dirty");
    expect(site.page().text).toBe("edition three, 3 migrations");
  });

  test("what was changed by hand is told, and put right", async () => {
    await site.on("sed -i 's/server_tokens off/server_tokens on/' /etc/stead/host/nginx/nginx.conf");
    await site.on("chmod 666 /etc/stead/host/knot/knot.conf");
    expect(await planned()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Put back the configuration of nginx for all sites .*changed by hand/u),
        expect.stringMatching(/^Put back owner and mode of the configuration of Knot for all sites/u),
      ]),
    );
    await site.well("up", "production", "--yes");
    expect(await site.on("grep -c 'server_tokens off' /etc/stead/host/nginx/nginx.conf")).toBe("1");
    expect(await planned()).toEqual([]);
  });

  test("status, logs, run, db and maintenance work from here", async () => {
    const status = (await site.answer("status", "production")) as {
      readonly hosts: readonly {
        readonly release: string;
        readonly units: readonly { readonly name: string; readonly state: string }[];
      }[];
    };
    const [host] = status.hosts;
    expect(host?.units.filter(({ state }) => state !== "ready")).toEqual([]);
    expect(host?.units.map(({ name }) => name.split("@")[0])).toEqual(
      expect.arrayContaining(["app", "knot", "mariadb", "nginx", "worker-ticks"]),
    );
    site.page("/seen-in-the-logs");
    expect(await site.well("logs", "production", "access")).toContain("/seen-in-the-logs");
    expect(await site.well("logs", "production", "worker")).toContain("ticking as");
    expect(await site.well("run", "--lab", "production", "node", "-p", "process.env.STEAD_RELEASE")).toContain(
      host?.release,
    );
    await site.well("maintenance", "on", "production");
    expect(site.page().status).toBe(503);
    await site.well("maintenance", "off", "production");
    expect(site.page().status).toBe(200);
  });

  test("after a reboot it serves without anybody's help, and there is nothing to do", async () => {
    await site.stead("lab", "reboot", "web1");
    await expect.poll(() => site.page().status, { timeout: 30_000 }).toBe(200);
    expect(site.page().text).toBe("edition three, 3 migrations");
    expect(await planned()).toEqual([]);
  });

  test("down stops it, up starts it", async () => {
    await site.well("down", "production");
    expect(site.page().status).toBe(0);
    await site.well("up", "production", "--yes");
    expect(site.page().text).toBe("edition three, 3 migrations");
  });

  test("remove takes away all but the data, and with --data that too", async () => {
    await site.well("remove", "production", "--yes");
    const left = (await traces()).split("\n");
    expect(left.filter((line) => !/^\/(?:var\/lib|etc)\/stead|^stead-foobar-com:/u.test(line))).toEqual([]);
    expect(await site.on("ls /var/lib/stead/foobar.com/mariadb/files/foobar_com")).toContain("migrations");
    await site.well("up", "production", "--yes", "--dirty");
    expect(site.page().text).toBe("edition three, 4 migrations");
    await site.well("remove", "production", "--data", "--yes");
    expect(await traces()).toBe("");
  });
});
