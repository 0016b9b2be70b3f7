import { describe, expect, test } from "vitest";
import { faultsOf } from "../../test/setup/faults-of.ts";

const site = { domain: "foobar.com" };

describe("settings that exclude each other", () => {
  test.each([
    [
      { ...site, app: {} },
      'app: has neither start nor static, so there is nothing to serve. | Add start: "node server.js" for an application, or static: "public" for a folder of files. [SPEC_INVALID]',
    ],
    [
      { ...site, app: { static: "public", instances: 3 } },
      "app.instances: is set, but the site is static: without app.start no application runs. | Add app.start, or take app.instances out. [SPEC_EXCLUDES]",
    ],
    [
      { ...site, app: { static: "public", migrate: "x" } },
      "app.migrate: is set, but the site is static: without app.start no application runs. | Add app.start, or take app.migrate out. [SPEC_EXCLUDES]",
    ],
    [
      { ...site, app: { static: "." }, workers: { w: { run: "x" } } },
      "workers: is set, but the site is static: without app.start no application runs. | Add app.start, or take workers out. [SPEC_EXCLUDES]",
    ],
    [
      { ...site, app: { static: "./", start: "x" } },
      'app.static: is the whole folder, and app.start is set: the application\'s own source would be public. | Move the public files into a folder of their own: static: "public". [SPEC_EXCLUDES]',
    ],
    [
      { domain: "www.foobar.com" },
      'domain: begins with www., and canonical is "www": visitors would end up on www.www.foobar.com. | Write domain: "foobar.com". [SPEC_EXCLUDES]',
    ],
    [
      { ...site, aliases: ["a.example", { name: "A.example", serve: true }] },
      'aliases[1]: is "a.example", which aliases[0] already covers. | Take it out. [SPEC_EXCLUDES]',
    ],
    [
      { ...site, aliases: ["www.foobar.com"] },
      'aliases[0]: is "www.foobar.com", which domain already covers. | Take it out. [SPEC_EXCLUDES]',
    ],
    [
      { ...site, ports: { http: 8090, dns: 8090 } },
      "ports.dns: is 8090, as ports.http is: two engines cannot share a port. | Choose another, or take it out. [SPEC_EXCLUDES]",
    ],
    [
      { ...site, environments: { local: { servers: { web1: { address: "203.0.113.7" } } } } },
      'environments.local.servers: names servers, but local is always this machine. | Give them an environment of their own: environments: { production: { servers: { web1: { address: "203.0.113.7" } } } }. [SPEC_EXCLUDES]',
    ],
    [
      { ...site, app: { start: "x", env: { PORT: "80" } } },
      "app.env.PORT: is given by Stead itself. | Take it out: the application gets PORT anyway. [SPEC_EXCLUDES]",
    ],
    [
      { ...site, database: {}, app: { start: "x", env: { DATABASE_URL: "mysql://" } } },
      "app.env.DATABASE_URL: is given by Stead itself. | Take it out: the application gets DATABASE_URL anyway. [SPEC_EXCLUDES]",
    ],
  ])("%j", (value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  test.each([
    { domain: "www.foobar.com", canonical: "apex" },
    { ...site, app: { static: "dist", build: "npm run build" } },
    { ...site, app: { start: "x", env: { DATABASE_URL: "mysql://elsewhere" } } },
    { ...site, database: { engine: "mariadb" } },
  ])("but not in %j", (value) => {
    expect(faultsOf(value)).toEqual([]);
  });
});
