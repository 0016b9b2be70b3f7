import { expect, test } from "vitest";
import type { HostPlace } from "../../topology/topology.ts";
import { renderConfig } from "./config.ts";
import { facts } from "../../../test/setup/facts.ts";

const place = (home: string): HostPlace => {
  const folders = ["etc", "data", "log", "secrets", "releases", "assets", "current"].map((name) => [
    name,
    `${home}/${name}`,
  ]);
  return {
    name: "local",
    roles: ["database"],
    facts: facts(),
    addresses: {},
    paths: { ...(Object.fromEntries(folders) as Omit<HostPlace["paths"], "run">), run: "/run/x" },
    ports: { http: 1, dns: 2 },
    services: "supervisor",
  };
};

const datadir = (home: string): string | undefined =>
  /^datadir = (.*)$/mu.exec(renderConfig(place(home), { memory: 64, connections: 100 }))?.[1];

test("a path keeps its blanks, its # and its quotes", () => {
  expect(datadir("/srv/ada/my site #1")).toBe('"/srv/ada/my site #1/data/mariadb/files"');
  expect(datadir('/srv/a "b"')).toBe(`'/srv/a "b"/data/mariadb/files'`);
  expect(datadir("/srv/back\\slash")).toBe('"/srv/back\\\\slash/data/mariadb/files"');
});

test("the settings stand where the engine reads them", () => {
  const text = renderConfig(place("/srv/x"), { memory: 96, connections: 150 });
  expect(text).toMatch(/^innodb_buffer_pool_size = 96M$/mu);
  expect(text).toMatch(/^max_connections = 150$/mu);
  expect(text).toMatch(/^skip_networking$/mu);
});
