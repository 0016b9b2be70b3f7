import { expect, test } from "vitest";
import type { Hazard } from "../../components/component.ts";
import type { UnitStatus } from "../../state/observations.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { reportHazards } from "./hazard-report.ts";
import { hostHazards } from "./host-hazards.ts";
import { facts } from "../../../test/setup/facts.ts";

const place = (name: string, roles: HostPlace["roles"]): HostPlace => ({
  name,
  roles,
  facts: facts(),
  addresses: { v4: "127.0.0.1" },
  paths: { etc: "", data: "", log: "", secrets: "", run: "", releases: "", assets: "", current: "" },
  ports: { http: 8080, dns: 5300 },
  services: "supervisor",
});

const siteOn = (...places: readonly HostPlace[]): Topology => ({
  site: "foobar.com",
  environment: "local",
  domain: { ascii: "foobar.com", unicode: "foobar.com" },
  names: { canonical: ["www.foobar.com"], redirected: [], served: [] },
  app: { run: "node main.js", instances: 2, port: false, health: "/" },
  hosts: Object.fromEntries(places.map((one) => [one.name, one])),
  settings: {},
});

const unit = (name: string, startSeconds: number): UnitStatus => ({
  name,
  state: "ready",
  pid: 1,
  since: Date.UTC(2026, 10, 23),
  restarts: 0,
  startSeconds,
  memoryBytes: 1000,
  definition: {
    name,
    run: [name],
    ready: { kind: "command", run: ["true"] },
    readyTimeout: 1,
    stop: { signal: "SIGTERM", timeout: 1 },
    restart: "always",
  },
});

const restartOf = (name: string): Hazard => ({
  id: `maintenance:${name}`,
  kind: "maintenance",
  host: "local",
  unit: name,
  what: `a restart of ${name}`,
  effect: "Pages fail.",
  cure: "A second one.",
  fails: ["page"],
});

test("one server is a single point of failure for all it does, and the cure names its roles", () => {
  const hazards = hostHazards(siteOn(place("local", ["dns", "web", "app"])));
  const loss = hazards.find(({ id }) => id === "host:local");
  expect(loss).toMatchObject({ kind: "loss", fails: ["static", "page", "write", "name"] });
  expect(loss?.cure).toBe("A second server for each of its roles (dns, web, app).");
});

test("a role that two servers play is nobody's single point of failure", () => {
  const roles = ["dns", "web", "app"] as const;
  expect(hostHazards(siteOn(place("one", roles), place("two", roles))).filter(({ kind }) => kind === "loss")).toEqual(
    [],
  );
});

test("a restart costs what the slowest unit of that name took, a deploy nothing, a reboot the sum of all", () => {
  const site = siteOn(place("local", ["dns", "web", "app"]));
  const units = [unit("nginx", 0.1), unit("mariadb", 1.5), unit("app@1-1", 0.4), unit("app@1-2", 0.6)];
  const deploy: Hazard = { ...restartOf("deploy"), id: "maintenance:deploy" };
  const hazards = [...hostHazards(site), deploy, restartOf("nginx"), restartOf("app"), restartOf("knot")];
  const { maintenance, growth } = reportHazards(site, hazards, new Map([["local", units]]));
  expect(Object.fromEntries(maintenance.map(({ id, seconds }) => [id, seconds]))).toEqual({
    "maintenance:deploy": 0,
    "maintenance:reboot": 0.1 + 1.5 + 0.6,
    "maintenance:nginx": 0.1,
    "maintenance:app": 0.6,
    "maintenance:knot": undefined,
  });
  expect(maintenance.find(({ id }) => id === "maintenance:nginx")?.measured).toBe("2026-11-23T00:00:00.000Z");
  expect(growth.find(({ id }) => id === "growth:memory")?.usedBytes).toBe(4000);
});

test("a site that does not run has hazards, and no numbers", () => {
  const site = siteOn(place("local", ["dns", "web", "app"]));
  const report = reportHazards(site, hostHazards(site), new Map([["local", []]]));
  expect(report.running).toBe(false);
  expect(report.maintenance.find(({ id }) => id === "maintenance:reboot")?.seconds).toBeUndefined();
});
