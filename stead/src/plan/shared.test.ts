import { expect, test } from "vitest";
import { SteadError } from "../kernel/errors.ts";
import { hashText } from "../state/hash.ts";
import type { DesiredState, Ensure, File } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";
import type { Manifest, ManifestEntry } from "./observed.ts";
import { planFor } from "./plan-for.ts";

const base: File = {
  kind: "file",
  id: "file:host/base",
  says: "the base",
  path: "/etc/stead/host/base",
  content: "mine",
  mode: 0o644,
  shared: true,
};
const loaded: Ensure = {
  kind: "ensure",
  id: "ensure:host",
  says: "the server's base",
  check: { run: ["check"] },
  make: { run: ["load"] },
  remakeOn: [base.id],
  unmake: ["unload"],
  shared: true,
};

const noted = (content: string): Manifest => ({
  stead: "1",
  site: "other.example",
  entries: { [base.id]: noteOf(content), [loaded.id]: unmade },
});
const noteOf = (content: string): ManifestEntry => ({
  kind: "file",
  path: base.path,
  hash: hashText(content),
  source: "",
  shared: true,
});
const unmade: ManifestEntry = {
  kind: "ensure",
  source: "",
  unmake: ["unload"],
  says: "the server's base",
  shared: true,
};

interface Given {
  readonly stands?: string;
  readonly own?: Manifest["entries"];
  readonly neighbour?: Manifest;
}

const host = (desired: DesiredState, { stands, own = {}, neighbour }: Given): HostState => ({
  host: "web1",
  site: "foobar.com",
  desired,
  observed: {
    installed: new Set(),
    users: new Set(),
    entries: new Map(
      stands === undefined
        ? []
        : [[base.path, { kind: "file", mode: 0o644, account: "root", size: 4, hash: hashText(stands) }]],
    ),
    met: new Set(stands === undefined ? [] : [loaded.id]),
    units: [],
    manifest: { stead: "1", site: "foobar.com", entries: own },
    ...(neighbour && { neighbours: [neighbour] }),
  },
});
const says = (state: HostState, adopt = false): readonly string[] =>
  planFor([state], { adopt }).changes.map((change) => change.says);

test("what takes in a file is made again when the file changes, and not otherwise", () => {
  const own = { [base.id]: noteOf("before"), [loaded.id]: unmade };
  expect(says(host([base, loaded], { stands: "before", own }))).toEqual([
    "Change the base (/etc/stead/host/base)",
    "Set up the server's base",
  ]);
  expect(says(host([base, loaded], { stands: "mine", own }))).toEqual([]);
});

test("a second site finds what the first wrote, and changes nothing", () => {
  expect(says(host([base, loaded], { stands: "mine", neighbour: noted("mine") }))).toEqual([]);
});

test("two sites that want the server otherwise clash: both are named, and one may decide", () => {
  const state = host([base, loaded], { stands: "theirs", neighbour: noted("theirs") });
  expect(() => planFor([state])).toThrow(SteadError);
  expect(() => planFor([state])).toThrow(/other\.example.*has the base otherwise.*than foobar\.com wants/u);
  expect(says(state, true)).toEqual([
    "Change the base (/etc/stead/host/base), which another site wants otherwise",
    "Set up the server's base",
  ]);
});

test("the last site takes it away, before its files; one of two leaves it to the other", () => {
  const own = { [base.id]: noteOf("mine"), [loaded.id]: unmade };
  expect(says(host([], { stands: "mine", own }))).toEqual([
    "Take away the server's base, no longer needed",
    "Remove /etc/stead/host/base, no longer needed",
  ]);
  expect(says(host([], { stands: "mine", own, neighbour: noted("mine") }))).toEqual([]);
});
