import { expect, test } from "vitest";
import { definitionOf, inputsHash, siteLabel, sourceOf } from "../state/definition-of.ts";
import { hashText } from "../state/hash.ts";
import type { UnitStatus } from "../state/observations.ts";
import type { File, Unit } from "../state/vocabulary.ts";
import { fileSource } from "./file-source.ts";
import type { HostState } from "./host-state.ts";
import type { Manifest, Observed } from "./observed.ts";
import { planDown } from "./plan-down.ts";
import { planFor } from "./plan-for.ts";

const main: File = {
  kind: "file",
  id: "file:host/main",
  says: "the main file",
  path: "/etc/stead/host/main",
  content: "main",
  mode: 0o644,
  shared: true,
};
const part: File = {
  kind: "file",
  id: "file:part",
  says: "the site's part",
  path: "/etc/stead/foobar.com/part",
  content: "part",
  mode: 0o644,
  takes: ["the name foobar.com"],
  unmake: ["leave", "foobar.com"],
};
const engine: Unit = {
  kind: "unit",
  id: "unit:engine",
  name: "engine",
  says: "the engine",
  shared: true,
  reads: "foobar.com",
  run: ["/usr/sbin/engine"],
  ready: { kind: "command", run: ["true"] },
  readyTimeout: 1,
  stop: { signal: "SIGTERM", timeout: 1 },
  reload: { signal: "SIGHUP" },
  reloadOn: [main.id, part.id],
  disrupts: "requests for about 0.3 s",
};

const textOf = (content: File["content"]): string => (typeof content === "string" ? content : "");

/** What the unit has read of one file, as it notes it. */
const readOf = ({ path, content }: File): string => inputsHash([path], () => hashText(textOf(content)));

const running = (labels: Readonly<Record<string, string>>, unit: Unit = engine): UnitStatus => ({
  name: unit.name,
  state: "ready",
  since: 0,
  restarts: 0,
  definition: definitionOf(unit, { restart: inputsHash([], () => undefined), ...labels }),
});
const both = { reload: readOf(main), [siteLabel("foobar.com")]: readOf(part) };

const noteOf = (file: File): Manifest["entries"][string] => ({
  kind: "file",
  path: file.path,
  hash: hashText(textOf(file.content)),
  source: fileSource(file),
  ...(file.shared && { shared: file.shared }),
  ...(file.takes && { takes: file.takes }),
  ...(file.unmake && { unmake: file.unmake, says: file.says }),
});
const neighbour = (entries: Manifest["entries"]): Manifest => ({ stead: "1", site: "other.example", entries });
const unitNoted = (unit: Unit): Manifest["entries"][string] => ({ kind: "unit", source: sourceOf(unit), shared: true });

const host = (desired: HostState["desired"], observed: Partial<Observed>): HostState => ({
  host: "web1",
  site: "foobar.com",
  desired,
  observed: {
    installed: new Set(),
    users: new Set(),
    entries: new Map(
      [main, part].map(({ path, content }) => [
        path,
        { kind: "file", mode: 0o644, account: "root", size: 4, hash: hashText(textOf(content)) },
      ]),
    ),
    met: new Set(),
    units: [],
    manifest: { stead: "1", site: "foobar.com", entries: { [main.id]: noteOf(main), [part.id]: noteOf(part) } },
    ...observed,
  },
});
const says = (state: HostState): readonly string[] => planFor([state]).changes.map((change) => change.says);

test("an engine of all sites notes for each site what it read of it: what another has changed is not this one's news", () => {
  const labels = { ...both, [siteLabel("other.example")]: "something else" };
  expect(says(host([main, part, engine], { units: [running(labels)] }))).toEqual([]);
  expect(
    says(host([main, part, engine], { units: [running({ ...both, [siteLabel("foobar.com")]: "before" })] })),
  ).toEqual(["Reload the engine: its files changed since it read them"]);
  expect(says(host([main, part, engine], { units: [running({ reload: both.reload })] }))).toHaveLength(1);
});

test("where the site has an engine of its own from before, the plan says what takes its place and what that interrupts", () => {
  const { shared: _shared, reads: _reads, ...own } = engine;
  const [change] = planFor([host([main, part, engine], { units: [running({}, own)] })]).changes;
  expect(change).toMatchObject({
    says: "Start the engine for all sites of this server, in the place of the site's own",
    disrupts: "what the engine does, for about 3 s",
    action: { do: "start" },
  });
});

test("a site that goes takes out its part, and stops the engine only when it was the last", () => {
  const units = [running(both)];
  const shared = neighbour({ [main.id]: noteOf(main), [engine.id]: unitNoted(engine) });
  expect(says(host([], { units, neighbours: [shared] }))).toEqual(["Take away the site's part, no longer needed"]);
  expect(planDown([host([engine], { units, neighbours: [shared] })]).changes).toEqual([]);
  expect(says(host([], { units }))).toEqual([
    "Stop engine",
    "Take away the site's part, no longer needed",
    "Remove /etc/stead/host/main, no longer needed",
  ]);
});

test("an engine that two sites want to run otherwise is a clash, as are names that both want", () => {
  const other: Unit = { ...engine, run: ["/usr/sbin/engine", "--otherwise"] };
  const rival = neighbour({ [other.id]: unitNoted(other) });
  expect(() => says(host([main, part, engine], { units: [running(both, other)], neighbours: [rival] }))).toThrow(
    /other\.example.*has the engine otherwise.*foobar\.com/u,
  );
  const holder = neighbour({ [part.id]: { ...noteOf(part), path: "/etc/stead/other.example/part" } });
  expect(() => planFor([host([main, part], { neighbours: [holder] })], { adopt: true })).toThrow(
    /other\.example.*has the name foobar\.com already; foobar\.com wants it/u,
  );
});

test("one of two that agreed cannot change its mind for both without a word", () => {
  const changed: File = { ...main, content: "other" };
  const agreed = neighbour({ [main.id]: noteOf(main) });
  expect(() => says(host([changed, part], { neighbours: [agreed] }))).toThrow(/has the main file otherwise/u);
  expect(says(host([changed, part], {}))).toEqual(["Change the main file (/etc/stead/host/main)"]);
});

test("a neighbour that was set up with an engine of its own is to share it first", () => {
  const alone = neighbour({ [engine.id]: { kind: "unit", source: "" } });
  expect(() => planFor([host([main, part, engine], { neighbours: [alone] })], { adopt: true })).toThrow(
    /other\.example.*has the engine for itself alone/u,
  );
});
