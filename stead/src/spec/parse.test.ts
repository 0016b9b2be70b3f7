import { describe, expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { faultsOf } from "../../test/setup/faults-of.ts";
import { parseSpec } from "./parse.ts";

const site = { domain: "foobar.com" };
const running = { ...site, app: { start: "node server.js" } };

test("a variable that no process could be given is refused, and not shown", () => {
  const [fault = ""] = faultsOf({ ...running, app: { ...running.app, env: { KEY: "s".repeat(100_001) } } });
  expect(fault).toMatch(/^app\.env\.KEY: .*it must have at most 100000 bytes; put more into a file\. \|/u);
  expect(fault).not.toContain("ssss");
});

describe("a good site", () => {
  test("gets its defaults", () => {
    expect(parseSpec(running, "local", siteSchema)).toMatchObject({
      environment: "local",
      settings: {
        domain: "foobar.com",
        canonical: "www",
        aliases: [],
        app: {
          instances: 2,
          health: "/",
          port: false,
          data: false,
          env: {},
          startTimeout: 30,
          drain: 30,
          stopTimeout: 10,
          watch: 12,
        },
        workers: {},
        cron: {},
        maxBody: "10m",
      },
    });
    expect(parseSpec(running, "local", siteSchema).settings.database).toBeUndefined();
  });

  test("may be nothing but a domain", () => {
    expect(parseSpec(site, "local", siteSchema).settings.app).toBeUndefined();
  });

  test("is overridden by its environment, key by key", () => {
    const settings = parseSpec(
      {
        ...running,
        aliases: ["a.example", "b.example"],
        app: { start: "node server.js", env: { LEVEL: "info", NAME: "x" } },
        environments: {
          production: {
            servers: { web1: { address: "203.0.113.7" } },
            app: { env: { LEVEL: "warn" } },
            aliases: ["c.example"],
          },
        },
      },
      "production",
      siteSchema,
    ).settings;
    expect(settings.app).toMatchObject({ start: "node server.js", env: { LEVEL: "warn", NAME: "x" } });
    expect(settings.aliases).toEqual(["c.example"]);
    expect(settings.environments["production"]?.servers).toEqual({ web1: { address: "203.0.113.7" } });
  });

  test("has a local that may override too", () => {
    const value = { ...running, environments: { local: { ports: { http: 8090 } } } };
    expect(parseSpec(value, "local", siteSchema).settings.ports).toEqual({ http: 8090 });
  });
});

describe("what is wrong is told with where, what and mend:", () => {
  const example = (key: string, text: string, path = key) =>
    `Write for example ${key}: ${text} (see \`stead explain ${path}\`).`;

  test.each([
    [
      5,
      'the site: is 5; it must be an object. | Write export default defineSite({ domain: "foobar.com", … }). [SPEC_INVALID]',
    ],
    [
      () => site,
      'the site: is a function; it must be an object. | Write export default defineSite({ domain: "foobar.com", … }). [SPEC_INVALID]',
    ],
    [{}, `domain: is missing. | ${example("domain", '"example.org"')} [SPEC_INVALID]`],
    [{ domain: 7 }, `domain: is 7; it must be text. | ${example("domain", '"example.org"')} [SPEC_INVALID]`],
    [
      { domain: "http://foobar.com/" },
      'domain: is "http://foobar.com/", which is an address with a scheme, not a name. | Write only the name: "foobar.com". [SPEC_DOMAIN]',
    ],
    [
      { ...site, canonical: "apx" },
      `canonical: is "apx"; it must be "www" or "apex". | ${example("canonical", '"apex"')} [SPEC_INVALID]`,
    ],
    [
      { ...site, cannonical: "apex" },
      "cannonical: is not a setting. | Did you mean canonical? `stead explain` lists every setting. [SPEC_UNKNOWN_KEY]",
    ],
    [
      { ...site, app: { start: "x", heath: "/" } },
      "app.heath: is not a setting. | Did you mean app.health? `stead explain` lists every setting. [SPEC_UNKNOWN_KEY]",
    ],
    [
      { ...site, instances: 2 },
      "instances: is not a setting. | It belongs in app: write app: { instances: … }. `stead explain` lists every setting. [SPEC_UNKNOWN_KEY]",
    ],
    [
      { ...site, app: { start: "x", workers: {} } },
      "app.workers: is not a setting. | It belongs at the top, beside app. `stead explain` lists every setting. [SPEC_UNKNOWN_KEY]",
    ],
    [
      { ...site, client_max_body_size: "10m" },
      "client_max_body_size: is not a setting. | Did you mean maxBody? `stead explain` lists every setting. [SPEC_UNKNOWN_KEY]",
    ],
    [
      { ...site, app: "node server.js" },
      'app: is "node server.js"; it must be an object. | Write an object with build, start, static, health, migrate, console, instances, env, secrets, data, port, sessionCookie, egress, startTimeout, drain, stopTimeout or watch (see `stead explain app`). [SPEC_INVALID]',
    ],
    [
      { ...site, app: { start: "x", health: "healthz" } },
      `app.health: is "healthz"; it must be a path that begins with / and has no spaces. | ${example("health", '"/healthz"', "app.health")} [SPEC_INVALID]`,
    ],
    [
      { ...site, app: { start: "x", instances: 0 } },
      `app.instances: is 0; it must be at least 1. | ${example("instances", "3", "app.instances")} [SPEC_INVALID]`,
    ],
    [
      { ...site, app: { start: "x", instances: 1.5 } },
      `app.instances: is 1.5; it must be a whole number. | ${example("instances", "3", "app.instances")} [SPEC_INVALID]`,
    ],
    [
      { ...site, app: { start: "x", drain: "30s" } },
      `app.drain: is "30s"; it must be a number. | ${example("drain", "20", "app.drain")} [SPEC_INVALID]`,
    ],
    [
      { ...site, app: { static: "../secret" } },
      `app.static: is "../secret"; it must stay inside the site's folder. | ${example("static", '"public"', "app.static")} [SPEC_INVALID]`,
    ],
    [
      { ...site, app: { start: "x", env: { API_KEY: 12345 } } },
      `app.env.API_KEY: is a number (not shown); it must be text. | ${example("env", '{ LOG_LEVEL: "debug" }', "app.env")} [SPEC_INVALID]`,
    ],
    [
      { ...running, cron: { tidy: { run: "x", at: "61 * * * *" } } },
      `cron.tidy.at: is "61 * * * *"; it must be five cron fields: Invalid value for minute: 61. | ${example("cron", '{ tidy: { run: "true", at: "15 4 * * *" } }')} [SPEC_INVALID]`,
    ],
    [
      { ...running, cron: { tidy: { run: "x", at: "@daily" } } },
      `cron.tidy.at: is "@daily"; it must have five fields: minute, hour, day of month, month, day of week. | ${example("cron", '{ tidy: { run: "true", at: "15 4 * * *" } }')} [SPEC_INVALID]`,
    ],
    [
      { ...site, aliases: [7] },
      `aliases[0]: is 7; it must be text or an object. | ${example("aliases", '["foobar.example", { name: "shop.foobar.com", serve: true }]')} [SPEC_INVALID]`,
    ],
    [
      { ...site, ports: { http: 80 } },
      `ports.http: is 80; it must be a port from 1024 to 65535. | ${example("http", "8090", "ports.http")} [SPEC_INVALID]`,
    ],
    [
      { ...site, database: { engine: "postgres" } },
      `database.engine: is "postgres"; it must be "mariadb". | ${example("engine", '"mariadb"', "database.engine")} [SPEC_INVALID]`,
    ],
    [
      { ...site, environments: { production: { servers: { web1: { address: "web1.example" } } } } },
      `environments.production.servers.web1.address: is "web1.example"; it must be an IPv4 or IPv6 address. | ${example("environments", '{ production: { servers: { web1: { address: "203.0.113.7" } } } }')} [SPEC_INVALID]`,
    ],
    [
      { ...site, environments: { production: { cannonical: "apex" } } },
      "environments.production.cannonical: is not a setting. | Did you mean canonical? `stead explain` lists every setting. [SPEC_UNKNOWN_KEY]",
    ],
  ])("%j", (value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });
});

test("all faults are told at once, of the site, of its environments and of what excludes each other", () => {
  const faults = faultsOf(
    {
      domain: "foobar",
      app: { start: 5, instances: 0, heath: "/" },
      ports: { http: 8090, dns: 8090 },
      environments: { production: { canonical: "both", app: { instances: 0 } } },
    },
    "prodution",
  );
  expect(faults.map((fault) => `${fault.split(": ")[0]} ${/\[\w+\]$/u.exec(fault)?.[0]}`)).toEqual([
    "domain [SPEC_DOMAIN]",
    "app.start [SPEC_INVALID]",
    "app.instances [SPEC_INVALID]",
    "app.heath [SPEC_UNKNOWN_KEY]",
    "ports.dns [SPEC_EXCLUDES]",
    "environments.production.canonical [SPEC_INVALID]",
    "the environment [USAGE]",
  ]);
});

test("an unknown environment is refused with the nearest known one", () => {
  const value = { ...site, environments: { production: {} } };
  expect(faultsOf(value, "prodction")).toEqual([
    'the environment: "prodction" is not described in stead.config.ts. | Did you mean "production"? [USAGE]',
  ]);
  expect(faultsOf(site, "production")).toEqual([
    'the environment: "production" is not described in stead.config.ts. | There is local; others go into environments. [USAGE]',
  ]);
});
