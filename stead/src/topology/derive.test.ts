import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { SteadError } from "../kernel/errors.ts";
import { parseSpec } from "../spec/parse.ts";
import { siteAccount } from "./account.ts";
import { databaseName } from "./database-name.ts";
import { deriveTopology } from "./derive.ts";
import type { Facts } from "./facts.ts";
import type { Topology } from "./topology.ts";
import { facts } from "../../test/setup/facts.ts";

const ada: Partial<Facts> = {
  memoryBytes: 4 * 1024 ** 3,
  operator: { name: "ada", uid: 1000 },
  home: "/srv/site/.stead",
  run: "/run/user/1000/stead/0123456789ab",
};

const derive = (site: object, changed: Partial<Facts> = {}, environment = "local"): Topology =>
  deriveTopology(parseSpec({ domain: "foobar.com", ...site }, environment, siteSchema), {
    local: facts({ ...ada, ...changed }),
  });

const portsOf = (site: object, changed: Partial<Facts> = {}) => derive(site, changed).hosts["local"]?.ports;

describe("names", () => {
  test("www is canonical, its twin on this machine too, and the apexes redirect each within its family", () => {
    expect(derive({}).names).toEqual({
      canonical: ["www.foobar.com", "www.foobar.localhost"],
      redirected: [
        { from: "foobar.com", to: "www.foobar.com" },
        { from: "foobar.localhost", to: "www.foobar.localhost" },
      ],
      served: ["localhost", "127.0.0.1", "[::1]"],
    });
  });

  test("the apex may be canonical instead", () => {
    const { canonical, redirected } = derive({ canonical: "apex" }).names;
    expect(canonical).toEqual(["foobar.com", "foobar.localhost"]);
    expect(redirected[0]).toEqual({ from: "www.foobar.com", to: "foobar.com" });
  });

  test("aliases redirect, or serve when asked, also on this machine", () => {
    const { redirected, served } = derive({ aliases: ["old.example", { name: "shop.foobar.com", serve: true }] }).names;
    expect(redirected.slice(2)).toEqual([
      { from: "old.example", to: "www.foobar.com" },
      { from: "old.localhost", to: "www.foobar.localhost" },
    ]);
    expect(served.slice(0, 2)).toEqual(["shop.foobar.com", "shop.foobar.localhost"]);
  });

  test("on servers there is no localhost", () => {
    const site = { environments: { production: { servers: { web1: { address: ["203.0.113.7", "2001:db8::7"] } } } } };
    const spec = parseSpec({ domain: "foobar.com", ...site }, "production", siteSchema);
    const topology = deriveTopology(spec, { web1: facts() });
    expect(topology.names.canonical).toEqual(["www.foobar.com"]);
    expect(topology.names.served).toEqual([]);
    expect(topology.hosts["web1"]).toMatchObject({
      addresses: { v4: "203.0.113.7", v6: "2001:db8::7" },
      ports: { http: 80, dns: 53 },
      services: "systemd",
      account: "stead-foobar-com",
      accounts: { web: "www-data", dns: "knot" },
      paths: { etc: "/etc/stead/foobar.com", releases: "/srv/stead/foobar.com/releases", run: "/run/stead/foobar.com" },
    });
  });

  test("no two sites of a server share an account, and none has a longer name than Linux takes", () => {
    const domains = ["a.b", "a-b.c", "a.b-c", "a.b.c", `${"long".repeat(15)}.example`, `${"long".repeat(15)}.example2`];
    const accounts = domains.map(siteAccount);
    expect(new Set(accounts).size).toBe(domains.length);
    for (const account of accounts) expect(account).toMatch(/^[a-z][a-z0-9-]{1,31}$/u);
  });

  test("a server may play only some roles", () => {
    const servers = { web1: { address: "203.0.113.7", roles: ["web"] }, db1: { address: "203.0.113.8" } };
    const spec = parseSpec(
      { domain: "foobar.com", database: {}, environments: { production: { servers } } },
      "production",
      siteSchema,
    );
    const { hosts } = deriveTopology(spec, { web1: facts(), db1: facts() });
    expect(hosts["web1"]?.roles).toEqual(["web"]);
    expect(hosts["db1"]?.roles).toEqual(["dns", "web", "database"]);
  });

  test("international names travel in punycode and are shown as people read them", () => {
    const topology = derive({ domain: "münchen.example" });
    expect(topology.domain).toEqual({ ascii: "xn--mnchen-3ya.example", unicode: "münchen.example" });
    expect(topology.names.canonical[1]).toBe("www.xn--mnchen-3ya.localhost");
  });

  test("no name is claimed twice, whatever the domain and its aliases", () => {
    fc.assert(
      fc.property(
        fc.domain(),
        fc.array(fc.domain(), { maxLength: 4 }),
        fc.constantFrom("www", "apex"),
        (domain, names, canonical) => {
          const aliases = [...new Set(names)].filter((name) => name !== domain && name !== `www.${domain}`);
          fc.pre(!domain.startsWith("www."));
          const all = derive({ domain, canonical, aliases }).names;
          const claimed = [...all.canonical, ...all.redirected.map(({ from }) => from), ...all.served];
          expect(new Set(claimed).size).toBe(claimed.length);
          for (const name of [domain, `www.${domain}`, ...aliases]) expect(claimed).toContain(name);
          for (const { to } of all.redirected) expect(all.canonical).toContain(to);
        },
      ),
    );
  });
});

describe("ports on local", () => {
  test("are 8080 and 5300, or the next that nobody else has", () => {
    expect(portsOf({})).toMatchObject({ http: 8080, dns: 5300 });
    const taken = [8080, 8081, 5300].map((port) => ({ port, by: "somebody (pid 7)" }));
    expect(portsOf({}, { taken })).toMatchObject({ http: 8082, dns: 5301 });
  });

  test("stay what they are once the site has them", () => {
    expect(portsOf({}, { ports: { http: 8085, dns: 5305 } })).toMatchObject({ http: 8085, dns: 5305 });
  });

  test("are the configured ones, whatever the site had before", () => {
    expect(portsOf({ ports: { http: 8090 } }, { ports: { http: 8085, dns: 5305 } })).toMatchObject({
      http: 8090,
      dns: 5305,
    });
  });

  test("a configured port that another process has is refused, naming the process", () => {
    const run = () => derive({ ports: { http: 8090 } }, { taken: [{ port: 8090, by: "nginx (pid 812)" }] });
    expect(run).toThrow(SteadError);
    expect(run).toThrow("ports.http: is 8090, on which nginx (pid 812) already listens. [PORT_TAKEN]");
  });

  test("never collide, with others or among each other", () => {
    const port = fc.integer({ min: 5295, max: 5305 });
    fc.assert(
      fc.property(fc.array(port), fc.option(port), fc.option(port), (others, http, dns) => {
        fc.pre(http === null || (http !== dns && !others.includes(http)));
        fc.pre(dns === null || !others.includes(dns));
        const configured = { ...(http === null ? {} : { http }), ...(dns === null ? {} : { dns }) };
        const chosen = Object.values(
          portsOf(
            { app: { start: "node x.js" }, ports: configured },
            { taken: others.map((one) => ({ port: one, by: "x" })) },
          ) ?? {},
        );
        expect(new Set(chosen).size).toBe(3);
        expect(chosen.filter((one) => others.includes(one))).toEqual([]);
      }),
    );
  });
});

describe("who runs", () => {
  test("a static site has neither application nor database", () => {
    const topology = derive({ app: { static: "." } });
    expect(topology.app).toBeUndefined();
    expect(topology.database).toBeUndefined();
    expect(topology.static).toEqual({ folder: "." });
    expect(topology.hosts["local"]?.roles).toEqual(["dns", "web"]);
  });

  test("an application with a database has every role", () => {
    const topology = derive({ app: { start: "node x" }, database: {} });
    expect(topology.app).toEqual({ run: "node x", instances: 2, port: false, health: "/" });
    expect(topology.database).toEqual({
      engine: "mariadb",
      name: "foobar_com",
      accounts: { app: "foobar_com", migrate: "foobar_com_migrate" },
    });
    expect(topology.hosts["local"]?.roles).toEqual(["dns", "web", "app", "database"]);
  });

  test("as root, engines run as the account stead; else as the operator", () => {
    expect(derive({}, { operator: { name: "root", uid: 0 } }).hosts["local"]?.account).toBe("stead");
    expect(derive({}).hosts["local"]?.account).toBeUndefined();
  });

  test("a machine without IPv6 is not told to listen there", () => {
    const topology = derive({}, { ipv6: false });
    expect(topology.hosts["local"]?.addresses).toEqual({ v4: "127.0.0.1" });
    expect(topology.names.served).toEqual(["localhost", "127.0.0.1"]);
  });
});

test("a database's name is valid and its own for each domain", () => {
  fc.assert(
    fc.property(fc.domain(), (domain) => {
      expect(databaseName(domain)).toMatch(/^[a-z][a-z0-9_]{0,47}$/u);
    }),
  );
  expect(databaseName("1and1.de")).toBe("d1and1_de");
  const long = "a".repeat(50);
  expect(databaseName(`${long}.com`)).not.toBe(databaseName(`${long}.org`));
});
