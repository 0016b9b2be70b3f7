import { expect, test } from "vitest";
import { parseSpec } from "../../spec/parse.ts";
import { siteSchema } from "../registry.ts";
import { fillText } from "../../state/text.ts";
import type { Instances } from "../../state/vocabulary.ts";
import { deriveTopology } from "../../topology/derive.ts";
import type { Topology } from "../../topology/topology.ts";
import { app } from "./index.ts";
import { facts } from "../../../test/setup/facts.ts";

const topologyOf = (spec: object, run = "/tmp/stead-1000-abc"): Topology =>
  deriveTopology(parseSpec({ domain: "foobar.com", ...spec }, "local", siteSchema), {
    local: facts({ run }),
  });

const instancesOf = (site: Topology): Instances => {
  const found = app.desire(site, "local").find((value) => value.kind === "instances");
  if (!found) throw new Error("There are no instances.");
  return found;
};

test("the application finds its database, its data and its mail in the environment, the password as a reference", () => {
  const site = topologyOf({ app: { start: "node x.js", data: true, migrate: "m" }, database: { name: "shop" } });
  const { environment, migrateEnvironment, needs } = instancesOf(site);
  expect(fillText(environment["DATABASE_URL"] ?? "", () => "pw")).toBe(
    "mysql://shop:pw@localhost/shop?socketPath=/tmp/stead-1000-abc/mariadb.sock",
  );
  expect(fillText(migrateEnvironment["DATABASE_URL"] ?? "", (name) => name)).toMatch(
    /^mysql:\/\/shop_migrate:database-migrate@/u,
  );
  expect(environment["DATA_DIR"]).toBe("/srv/stead/foobar.com/data/app");
  expect(environment["SMTP_URL"]).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/u);
  expect(needs).toEqual(["ensure:database", "folder:data/app"]);
});

test("the author's own variables stand beside these", () => {
  const { environment } = instancesOf(topologyOf({ app: { start: "x", env: { COLOUR: "red" } }, database: {} }));
  expect(Object.keys(environment)).toEqual(["COLOUR", "DATABASE_URL", "SMTP_URL"]);
});

test("a URL stays one when the socket's path has characters of its own meaning there", () => {
  const { environment } = instancesOf(
    topologyOf({ app: { start: "x" }, database: { name: "shop" } }, "/tmp/a b&c#d?e"),
  );
  const url = new URL(fillText(environment["DATABASE_URL"] ?? "", () => "pw") ?? "");
  expect(url.searchParams.get("socketPath")).toBe("/tmp/a b&c#d?e/mariadb.sock");
});

test("a static site runs nothing and waits for nothing", () => {
  const { web, environment, timing } = instancesOf(topologyOf({ app: { static: "." } }));
  expect(web).toBeUndefined();
  expect(environment["DATABASE_URL"]).toBeUndefined();
  expect(timing).toEqual({ start: 0, drain: 0, stop: 0, watch: 0 });
  expect(app.hazards(topologyOf({ app: { static: "." } })).map(({ id }) => id)).toEqual(["maintenance:deploy"]);
});

test("a single instance is a hazard of its own, with the line that removes it", () => {
  const hazards = app.hazards(topologyOf({ app: { start: "x", instances: 1 } }));
  expect(hazards.find(({ id }) => id === "unit:app-1")?.cure).toBe("app.instances: 2 or more.");
  expect(app.hazards(topologyOf({ app: { start: "x" } })).map(({ id }) => id)).not.toContain("unit:app-1");
});
