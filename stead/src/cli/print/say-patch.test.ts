import { describe, expect, test } from "vitest";
import { hostPatch } from "../../operations/patch/patch-plan.ts";
import type { DesiredState, Unit } from "../../state/vocabulary.ts";
import { interruptionsOf } from "./say-patch.ts";

describe("what is told before", () => {
  const unit = (name: string, says: string, disrupts: string, shared = false): Unit => ({
    kind: "unit",
    id: `unit:${name}`,
    says,
    name,
    run: [name],
    ready: { kind: "command", run: ["true"] },
    readyTimeout: 1,
    stop: { signal: "SIGTERM", timeout: 1 },
    disrupts,
    ...(shared && { shared }),
  });
  const desired = new Map<string, DesiredState>([
    [
      "web1",
      [
        unit("mariadb", "MariaDB", "log-ins, for about 1 s"),
        unit("backup", "the copying", "nothing"),
        unit("nginx", "nginx", "requests for about 0.3 s", true),
      ],
    ],
  ]);
  const packages = [{ name: "libssl3", from: "1", to: "2" }];
  const planned = (...units: readonly string[]) => ({
    ...hostPatch({ desired }, "web1", { units, others: [] }),
    packages,
    keptBack: [],
    neighbours: [] as readonly string[],
  });

  test("each engine in its order, what it interrupts and for how long", () => {
    expect(interruptionsOf(planned("nginx", "mariadb"))).toEqual([
      "Restarts MariaDB: interrupts log-ins, for about 1 s.",
      "Restarts nginx: interrupts requests for about 0.3 s.",
    ]);
    expect(interruptionsOf(planned("backup"))).toEqual(["Restarts the copying: interrupts nothing."]);
    expect(interruptionsOf(planned())).toEqual(["Interrupts nothing."]);
  });

  test("other sites of the server are named where they notice it, and only there", () => {
    const beside = (one: ReturnType<typeof planned>) => ({ ...one, neighbours: ["a.com", "b.org"] });
    const others = "The server's other sites notice that as well: a.com and b.org.";
    expect(interruptionsOf(beside(planned("nginx")))).toContain(others);
    expect(interruptionsOf(beside(planned("mariadb")))).not.toContain(others);
    expect(interruptionsOf({ ...beside(planned()), restart: { why: "x" } })).toContain(others);
  });

  test("the application's processes are replaced beside each other, as by a deploy", () => {
    expect(interruptionsOf(planned("app@20261123-1", "worker-ticks@20261123-1"))).toEqual([
      "Replaces the application's processes by new ones: interrupts nothing.",
    ]);
  });

  test("a restart of the server: everything on it, for as long as its last start took and some more", () => {
    const [why, what] = interruptionsOf({ ...planned("nginx"), restart: { why: "A new kernel.", seconds: 75 } });
    expect([why, what]).toEqual([
      "Restarts the server, once every engine has taken its configuration in a trial: A new kernel.",
      "Interrupts everything on it for about 1 min 15 s.",
    ]);
    expect(interruptionsOf({ ...planned(), restart: { why: "x" } })[1]).toContain("whose time it does not tell");
  });
});
