import { describe, expect, test } from "vitest";
import { isDocumentationAddress } from "./documentation-address.ts";
import { serverFaults } from "./server-faults.ts";

const site = (servers: object, rest: object = {}): object => ({
  domain: "foobar.com",
  app: { start: "node server.js" },
  ...rest,
  environments: { production: { servers } },
});

describe("the servers of an environment", () => {
  test("one that plays every role is all there need be", () => {
    expect(serverFaults(site({ web1: { address: "203.0.113.7" } }, { database: {} }))).toEqual([]);
    expect(serverFaults({ domain: "foobar.com" })).toEqual([]);
  });

  test("two with one address are told, with the other's name", () => {
    const faults = serverFaults(
      site({ web1: { address: "203.0.113.7" }, web2: { address: ["2001:db8::7", "203.0.113.7"] } }),
    );
    expect(faults).toMatchObject([
      {
        code: "SPEC_EXCLUDES",
        where: "environments.production.servers.web2.address",
        what: "has 203.0.113.7, which is also that of web1.",
      },
    ]);
  });

  test("a role that nobody plays is told with the line to write", () => {
    const [fault, ...more] = serverFaults(
      site({ web1: { roles: ["dns", "web"] }, app1: { roles: ["app"] } }, { database: {} }),
    );
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ where: "environments.production.servers" });
    expect(fault?.what).toBe("has no server with the role database, which the site needs.");
    expect(fault?.mend).toContain('roles: ["dns", "web", "database"] for web1');
  });

  test("a server that leaves plays nothing any more", () => {
    const servers = { old: { address: "203.0.113.7", leaving: true }, web1: { roles: ["dns", "web"] } };
    expect(serverFaults(site(servers)).map(({ what }) => what)).toEqual([
      "has no server with the role app, which the site needs.",
    ]);
  });

  test("what only one environment has counts there", () => {
    const value = {
      domain: "foobar.com",
      app: { static: "public" },
      environments: { production: { database: {}, servers: { web1: { roles: ["dns", "web"] } } } },
    };
    expect(serverFaults(value)[0]?.what).toContain("role database");
  });
});

test.each([
  ["203.0.113.7", true],
  ["198.51.100.255", true],
  ["192.0.2.1", true],
  ["2001:db8::7", true],
  ["2001:0DB8:1::", true],
  ["3fff:fff::1", true],
  ["203.0.114.7", false],
  ["192.0.20.1", false],
  ["2001:db80::7", false],
  ["2001:4860:4860::8888", false],
  ["10.0.0.5", false],
])("%s is of a documentation range: %s", (address, is) => {
  expect(isDocumentationAddress(address)).toBe(is);
});
