import { siteSchema } from "../../src/components/registry.ts";
import { compile } from "../../src/compile.ts";
import { check } from "../../src/operations/check.ts";
import { explain } from "../../src/operations/explain.ts";
import { settingsPage } from "../../src/operations/settings-page.ts";
import { planFor } from "../../src/plan/plan-for.ts";
import { listSettings } from "../../src/spec/list-settings.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Facts } from "../../src/topology/facts.ts";

/** Runs in a copy of stead/src that has the telegraph, and prints what each room makes of it. */
const facts: Facts = {
  system: "debian 12",
  architecture: "x64",
  cores: 2,
  memoryBytes: 4 * 2 ** 30,
  ipv6: true,
  operator: { name: "tester", uid: 1000 },
  home: "/var/somewhere/.stead",
  run: "/var/somewhere/run",
  versions: {},
  ports: {},
  taken: [],
};
const spec = parseSpec({ domain: "example.org", telegraph: { wire: "deep sea" } }, "local", siteSchema);
const { topology, desired } = compile(spec, { local: facts });
const observed = {
  installed: new Set<string>(),
  users: new Set<string>(),
  entries: new Map(),
  met: new Set<string>(),
  units: [],
  manifest: { stead: "0", site: topology.site, entries: {} },
};
const plan = planFor([{ host: "local", desired: desired.get("local") ?? [], observed }]);

console.log(
  JSON.stringify({
    spec: spec.settings["telegraph"],
    explain: explain("telegraph"),
    plan: plan.changes.map(({ says }) => says),
    check: await check({ topology, hosts: new Map(), desired }),
    page: settingsPage(),
    settings: listSettings(siteSchema).map(({ path }) => path),
  }),
);
