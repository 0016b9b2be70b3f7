import { describe, expect, test } from "vitest";
import { afterChanges, bareHost } from "../../test/setup/simulated-host.ts";
import type { SteadError } from "../kernel/errors.ts";
import { hashText } from "../state/hash.ts";
import { instancesHash } from "../state/instances-hash.ts";
import type { Entry } from "../state/observations.ts";
import type { DesiredState, File, Instances, Unit } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";
import type { Observed } from "./observed.ts";
import { planDown } from "./plan-down.ts";
import { planFor } from "./plan-for.ts";

const conf: File = {
  kind: "file",
  id: "file:nginx.conf",
  says: "the configuration of nginx",
  path: "/base/etc/nginx.conf",
  content: "one",
  mode: 0o644,
};

const nginx: Unit = {
  kind: "unit",
  id: "unit:nginx",
  says: "nginx",
  name: "nginx",
  run: ["nginx"],
  ready: { kind: "command", run: ["true"] },
  readyTimeout: 1,
  reload: { signal: "SIGHUP" },
  stop: { signal: "SIGQUIT", timeout: 1 },
  reloadOn: ["file:nginx.conf"],
  disrupts: "requests for about 0.2 s",
};

const app: Instances = {
  kind: "instances",
  id: "instances:app",
  says: "the application",
  workers: {},
  cron: {},
  environment: { COLOUR: "red" },
  migrateEnvironment: {},
  health: "/",
  timing: { start: 1, drain: 1, stop: 1, watch: 1 },
};

const state = (desired: DesiredState, observed: Observed = bareHost): HostState => ({
  host: "local",
  home: "/base",
  desired,
  observed,
});

const brought = (desired: DesiredState): HostState => {
  const bare = state(desired);
  return afterChanges(bare, planFor([bare]).changes);
};

const says = (host: HostState): readonly string[] => planFor([host]).changes.map((change) => change.says);

const standing = (host: HostState, path: string, content: string): HostState => {
  const entry: Entry = { kind: "file", mode: 0o644, account: "operator", size: 1, hash: hashText(content) };
  return { ...host, observed: { ...host.observed, entries: new Map([...host.observed.entries, [path, entry]]) } };
};

const faultOf = (work: () => unknown): SteadError["faults"][number] | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as SteadError).faults[0];
  }
};

describe("sentences", () => {
  test("a bare host gets everything, packages in one change", () => {
    const packages = ["nginx", "knot"].map((name) => ({
      kind: "package" as const,
      id: `package:${name}`,
      says: name,
      name,
      provides: `/usr/sbin/${name}`,
    }));
    expect(says(state([nginx, conf, ...packages, app]))).toEqual([
      "Install knot, nginx",
      "Create the configuration of nginx (etc/nginx.conf)",
      "Build and start the first release",
      "Start nginx",
    ]);
  });

  test("a changed file reloads what reads it, and visitors notice nothing", () => {
    const { observed } = brought([conf, nginx]);
    const { changes } = planFor([state([{ ...conf, content: "two" }, nginx], observed)]);
    expect(changes.map((change) => [change.says, change.disrupts])).toEqual([
      ["Change the configuration of nginx (etc/nginx.conf)", "nothing"],
      ["Reload nginx: the configuration of nginx changed", "nothing"],
    ]);
  });

  test("a file changed by hand is put back, and the plan says that it was", () => {
    expect(says(standing(brought([conf, nginx]), conf.path, "by hand"))).toEqual([
      "Put back the configuration of nginx (etc/nginx.conf), changed by hand",
      "Reload nginx: the configuration of nginx changed",
    ]);
  });

  test("a changed definition restarts, and tells what that interrupts", () => {
    const { observed } = brought([conf, nginx]);
    const { changes } = planFor([state([conf, { ...nginx, run: ["nginx", "-q"] }], observed)]);
    expect(changes.map((change) => [change.says, change.disrupts])).toEqual([
      ["Restart nginx: its definition changed", "requests for about 0.2 s"],
    ]);
  });

  test("a unit whose file on the server was changed by hand is restarted with its own", () => {
    const now = brought([conf, nginx]);
    const units = now.observed.units.map((unit) => ({ ...unit, drift: "its unit file was changed by hand" }));
    expect(says({ ...now, observed: { ...now.observed, units } })).toEqual([
      "Restart nginx: its unit file was changed by hand",
    ]);
  });

  test("a reload that a crash left out is made up for", () => {
    const before = brought([conf, nginx]);
    const { observed } = brought([{ ...conf, content: "two" }, nginx]);
    const crashed = state([{ ...conf, content: "two" }, nginx], { ...observed, units: before.observed.units });
    expect(says(crashed)).toEqual(["Reload nginx: its files changed since it read them"]);
  });

  test("what is no longer wanted is stopped and removed; what is to be kept stays", () => {
    const data = {
      kind: "folder" as const,
      id: "folder:data",
      says: "data",
      path: "/base/data",
      mode: 0o700,
      keep: true as const,
    };
    const { observed } = brought([conf, nginx, data]);
    expect(says(state([], observed))).toEqual(["Stop nginx", "Remove etc/nginx.conf, no longer needed"]);
  });

  test("other settings replace the instances; after a reboot the kept release starts", () => {
    const { observed } = brought([app]);
    expect(says(state([{ ...app, environment: { COLOUR: "blue" } }], observed))).toEqual([
      "Replace the instances of release r1: their settings changed",
    ]);
    const { release: _release, ...rebooted } = observed;
    expect(says(state([app], rebooted))).toEqual(["Start release r1"]);
  });

  test("an instance whose unit file was changed by hand is replaced with the others", () => {
    const { observed } = brought([app, nginx]);
    const drift = "its unit file was changed by hand";
    const units = observed.units.flatMap((unit) => [unit, { ...unit, name: "app@r1-1", drift }]);
    expect(says(state([app, nginx], { ...observed, units }))).toEqual([
      "Replace the instances of release r1: of app@r1-1, its unit file was changed by hand",
    ]);
  });
});

describe("refusals", () => {
  test("a foreign file in the way is named, with both ways out; adopting it replaces it", () => {
    const host = standing(state([conf]), conf.path, "somebody's");
    expect(faultOf(() => planFor([host]))).toMatchObject({
      code: "FOREIGN_FILE",
      where: "/base/etc/nginx.conf",
      mend: expect.stringMatching(/mv .*stead up --adopt/u) as string,
    });
    expect(planFor([host], { adopt: true }).changes.map((change) => change.says)).toEqual([
      "Replace etc/nginx.conf, which Stead did not write, by the configuration of nginx",
    ]);
  });

  test("a file that already says what it should is no stranger", () => {
    expect(says(standing(state([conf]), conf.path, "one"))).toEqual([]);
  });

  test("a file whose writing was begun before a crash is Stead's own", () => {
    const begun = { kind: "file" as const, path: conf.path, hash: hashText("two"), was: hashText("zero"), source: "" };
    const host = standing(state([conf]), conf.path, "zero");
    const manifest = { stead: "", site: "", entries: { [conf.id]: begun } };
    expect(says({ ...host, observed: { ...host.observed, manifest } })).toEqual([
      "Change the configuration of nginx (etc/nginx.conf)",
    ]);
  });

  test("a cycle is told as its path", () => {
    const ring = ["a", "b", "c"].map((name, index, all) => ({
      ...conf,
      id: name,
      path: `/base/${name}`,
      needs: [all[(index + 1) % 3] ?? ""],
    }));
    expect(faultOf(() => planFor([state(ring)]))).toMatchObject({
      code: "PLAN_CYCLE",
      what: "needs itself: local/a needs local/b needs local/c needs local/a.",
    });
  });
});

test("down stops what stands on others first, instances with the application", () => {
  const host = brought([{ ...nginx, needs: ["instances:app"] }, app]);
  const { units } = host.observed;
  const instances = units.map((unit) => ({ ...unit, name: "app@r1-1" }));
  const running = { ...host, observed: { ...host.observed, units: [...units, ...instances] } };
  expect(planDown([running]).changes.map((change) => change.says)).toEqual(["Stop nginx", "Stop app@r1-1"]);
});

test("a secret that was set since the instances started is a change of its own, by name; one that is not set yet is none", () => {
  const wanting: Instances = {
    ...app,
    secrets: [
      { name: "KEY", as: "env" },
      { name: "PEM", as: "file" },
    ],
  };
  const host = brought([wanting]);
  const release = { id: "1", instancesHash: instancesHash(wanting), secrets: { KEY: "1", PEM: "1" } };
  const having = (secrets: Readonly<Record<string, string>>): HostState => ({
    ...host,
    observed: { ...host.observed, release, secrets },
  });
  expect(says(having({ KEY: "1", PEM: "1" }))).toEqual([]);
  expect(says(having({ KEY: "2", PEM: "1" }))).toEqual(["Replace the instances of release 1: KEY changed"]);
  expect(says(having({ KEY: "2", PEM: "3" }))).toEqual(["Replace the instances of release 1: KEY and PEM changed"]);
  expect(says(having({ KEY: "1" }))).toEqual([]);
});
