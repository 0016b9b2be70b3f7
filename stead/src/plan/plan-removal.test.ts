import { expect, test } from "vitest";
import { bareHost } from "../../test/setup/simulated-host.ts";
import type { HostState } from "./host-state.ts";
import { planRemoval } from "./plan-removal.ts";

const entries = {
  "folder:etc": { kind: "folder", path: "/etc/stead/a.com", source: "" },
  "file:nginx.conf": { kind: "file", path: "/etc/stead/a.com/nginx.conf", source: "" },
  "folder:data": { kind: "folder", path: "/var/lib/stead/a.com", source: "", keep: true },
  "file:base.nft": { kind: "file", path: "/etc/stead/host/base.nft", source: "", shared: true },
} as const;

const standing = { kind: "file", mode: 0o644, account: "root", size: 1 } as const;

const state = (neighbours: HostState["observed"]["neighbours"]): HostState => ({
  host: "web1",
  desired: [],
  observed: {
    ...bareHost,
    manifest: { stead: "1", site: "a.com", entries },
    entries: new Map(Object.values(entries).map(({ path }) => [path, standing])),
    ...(neighbours && { neighbours }),
  },
});

const remains = {
  host: "web1",
  whole: [{ path: "/srv/stead/a.com/releases", says: "the releases" }],
  emptied: ["/etc/stead"],
  accounts: ["stead-a-com"],
  commands: [{ id: "units", says: "Let systemd forget the site's units", run: ["true"] }],
};

const pathsOf = (states: readonly HostState[]): readonly string[] =>
  planRemoval(states, [remains]).changes.flatMap(({ action }) => (action.do === "remove" ? [action.path] : []));

test("what Stead wrote goes, files before their folders; data stays", () => {
  expect(pathsOf([state(undefined)])).toEqual([
    "/etc/stead/host/base.nft",
    "/etc/stead/a.com/nginx.conf",
    "/etc/stead/a.com",
    "/srv/stead/a.com/releases",
    "/etc/stead",
  ]);
});

test("what another site of the server wants as well stays", () => {
  const neighbour = { stead: "1", site: "b.com", entries: { "file:base.nft": entries["file:base.nft"] } };
  expect(pathsOf([state([neighbour])])).not.toContain("/etc/stead/host/base.nft");
});

test("only what is said to go whole goes with all that is in it, and each step waits for the one before", () => {
  const { changes } = planRemoval([state(undefined)], [remains]);
  const whole = changes.flatMap(({ action }) => (action.do === "remove" && action.whole === true ? [action.path] : []));
  expect(whole).toEqual(["/srv/stead/a.com/releases"]);
  expect(changes.slice(1).map(({ after }) => after?.[0])).toEqual(changes.slice(0, -1).map(({ id }) => id));
  expect(changes.at(-2)?.says).toBe("Remove the account stead-a-com");
});
