import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterChanges, bareHost } from "../../test/setup/simulated-host.ts";
import type { DesiredState, Value } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";
import { planDown } from "./plan-down.ts";
import { planFor } from "./plan-for.ts";

const names = ["a", "b", "c", "d"] as const;

/** One value of each kind under a name; `salt` makes two generations of it differ. */
const valueOf = (kind: Value["kind"], name: string, salt: number): Value => {
  const id = `${kind}:${name}`;
  const says = `the ${kind} ${name}`;
  const account = salt === 1 ? { account: "stead" } : {};
  const table: { readonly [Kind in Value["kind"]]: () => Extract<Value, { kind: Kind }> } = {
    package: () => ({ kind: "package", id, says, name, provides: `/usr/sbin/${name}` }),
    user: () => ({ kind: "user", id, says, name: name === "a" ? "stead" : name }),
    folder: () => ({ kind: "folder", id, says, path: `/base/${name}`, mode: 0o700 + salt, ...account }),
    secret: () => ({
      kind: "secret",
      id,
      says,
      name,
      path: `/base/secret-${name}`,
      mode: 0o600,
      scope: "host",
      generator: "password",
    }),
    file: () => ({
      kind: "file",
      id,
      says,
      path: `/base/${name}/file`,
      content: `content ${salt}`,
      mode: 0o644,
      ...account,
    }),
    ensure: () => ({
      kind: "ensure",
      id: `${id}${salt}`,
      says,
      check: { run: ["check"] },
      make: { run: ["make", name] },
    }),
    unit: () => ({
      kind: "unit",
      id,
      says,
      name,
      run: ["run", name, String(salt % 2)],
      ready: { kind: "command", run: ["true"] },
      readyTimeout: 1,
      ...(salt > 1 && { reload: { signal: "SIGHUP" as const } }),
      stop: { signal: "SIGTERM", timeout: 1 },
      reloadOn: [`file:${name}`],
      restartOn: ["file:a", `secret:${name}`],
      disrupts: "something",
    }),
    instances: () => ({
      kind: "instances",
      id: "instances:app",
      says,
      workers: {},
      cron: {},
      environment: { SALT: String(salt) },
      migrateEnvironment: {},
      health: "/",
      timing: { start: 1, drain: 1, stop: 1, watch: 1 },
    }),
  };
  return table[kind]();
};

const kinds: readonly Value["kind"][] = ["package", "user", "folder", "secret", "file", "ensure", "unit", "instances"];

/** What order values may need each other in without ever making a cycle: by kind, then by name. */
const depth = ({ kind, id }: Value): string => `${kinds.indexOf(kind)}${id}`;

const states: fc.Arbitrary<DesiredState> = fc
  .uniqueArray(
    fc.record({ kind: fc.constantFrom(...kinds), name: fc.constantFrom(...names), salt: fc.nat({ max: 3 }) }),
    {
      maxLength: 14,
      selector: ({ kind, name }) => (kind === "instances" ? kind : `${kind}:${name}`),
    },
  )
  .chain((picks) => {
    const values = picks
      .map(({ kind, name, salt }) => valueOf(kind, name, salt))
      .sort((a, b) => (depth(a) < depth(b) ? -1 : 1));
    const needs = fc.tuple(...values.map((_, index) => fc.subarray(values.slice(0, index).map(({ id }) => id))));
    return needs.map((lists) => values.map((value, index) => ({ ...value, needs: lists[index] ?? [] })));
  });

const host = (desired: DesiredState, observed = bareHost): HostState => ({ host: "h", desired, observed });

describe("whatever is desired", () => {
  test("a performed plan leaves nothing to do, on a bare host and after a change of mind", () => {
    fc.assert(
      fc.property(states, states, (first, second) => {
        const bare = host(first);
        const done = afterChanges(bare, planFor([bare]).changes);
        expect(planFor([done]).changes).toEqual([]);
        const changed = { ...done, desired: second };
        const redone = afterChanges(changed, planFor([changed]).changes);
        expect(planFor([redone]).changes).toEqual([]);
      }),
    );
  });

  test("a plan that stopped anywhere is finished by the next one", () => {
    fc.assert(
      fc.property(states, fc.nat(), (desired, stop) => {
        const bare = host(desired);
        const { changes } = planFor([bare]);
        const half = afterChanges(bare, changes.slice(0, stop % (changes.length + 1)));
        const whole = afterChanges(half, planFor([half]).changes);
        expect(planFor([whole]).changes).toEqual([]);
      }),
    );
  });

  test("the order of the input does not show", () => {
    const shuffled = states.chain((desired) =>
      fc.tuple(fc.constant(desired), fc.shuffledSubarray([...desired], { minLength: desired.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(planFor([host(other)]).changes.map(({ says }) => says)).toEqual(
          planFor([host(one)]).changes.map(({ says }) => says),
        );
      }),
    );
  });

  test("each change comes after all it needs, and names what it waits for", () => {
    fc.assert(
      fc.property(states, (desired) => {
        const { changes } = planFor([host(desired)]);
        const place = new Map(changes.map(({ id }, index) => [id, index]));
        for (const value of desired)
          for (const need of value.needs ?? [])
            expect(place.get(`h/${need}`) ?? -1).toBeLessThan(place.get(`h/${value.id}`) ?? Infinity);
        for (const [index, { after = [] }] of changes.entries())
          for (const before of after) expect(place.get(before) ?? Infinity).toBeLessThan(index);
      }),
    );
  });

  test("down stops every unit, each before what it needs", () => {
    fc.assert(
      fc.property(states, (desired) => {
        const up = afterChanges(host(desired), planFor([host(desired)]).changes);
        const stopped = planDown([up]).changes.map(({ id }) => id);
        const units = desired.filter(({ kind }) => kind === "unit");
        expect([...stopped].sort()).toEqual(units.map(({ id }) => `h/${id}`).sort());
        for (const { id, needs = [] } of units)
          for (const need of needs.filter((other) => other.startsWith("unit:")))
            expect(stopped.indexOf(`h/${id}`)).toBeLessThan(stopped.indexOf(`h/${need}`));
      }),
    );
  });
});
