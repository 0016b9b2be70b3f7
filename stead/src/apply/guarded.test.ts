import { expect, test } from "vitest";
import { openMemoryHost } from "../host/memory/memory-host.ts";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { guarded } from "./guarded.ts";

const guard = { undo: ["undo"], within: 0.3, keep: ["keep"] };
const change = { name: "firewall", says: "the firewall", guard };

/** A host with a way to it that a change may cut; what happened, in order. */
const hostWithWay = () => {
  const events: string[] = [];
  const way = { open: true, armed: false };
  const does = (name: string, act: () => void) => () => {
    events.push(name);
    act();
    return {};
  };
  const answers = { undo: does("undo", () => (way.open = true)), keep: does("keep", () => undefined) };
  const host: Host = {
    ...openMemoryHost({ name: "web1", answers }),
    lifeline: {
      arm: async (_name, run, seconds) => {
        way.armed = true;
        events.push(`arm ${run.join(" ")} after ${seconds} s`);
      },
      disarm: async () => {
        events.push("disarm");
        return way.armed;
      },
      reaches: async () => way.open,
    },
  };
  const cut = async (): Promise<void> => {
    events.push("change");
    way.open = false;
  };
  const spare = async (): Promise<void> => void events.push("change");
  return { host, way, events, cut, spare };
};

test("a change that leaves the way open lasts, and the way back is called off", async () => {
  const { host, events, spare } = hostWithWay();
  await guarded(host, change, spare);
  expect(events).toEqual(["arm undo after 0.3 s", "change", "disarm", "keep"]);
});

test("a server that turns the first connection away while it takes in its settings is tried again", async () => {
  const { host, events, way, cut } = hostWithWay();
  const reaches = async (): Promise<boolean> => {
    const answer = way.open;
    if (!answer) events.push("turned away");
    way.open = true;
    return answer;
  };
  const lifeline = { ...host.lifeline, reaches };
  await guarded({ ...host, lifeline } as Host, { ...change, guard: { ...guard, within: 9 } }, cut);
  expect(events).toEqual(["arm undo after 9 s", "change", "turned away", "disarm", "keep"]);
});

test("a change that cuts the way is taken back at once over the open connection, and told", async () => {
  const { host, events, cut } = hostWithWay();
  await expect(guarded(host, change, cut)).rejects.toMatchObject({
    faults: [{ code: "WAY_CUT", where: "web1, the firewall", what: expect.stringContaining("taken back") as string }],
  });
  expect(events).toEqual(["arm undo after 0.3 s", "change", "undo", "disarm"]);
});

test("one that the host has undone before it was called off does not last", async () => {
  const { host, way, events, spare } = hostWithWay();
  const late = async (): Promise<void> => {
    await spare();
    way.armed = false;
  };
  await expect(guarded(host, change, late)).rejects.toThrow(SteadError);
  expect(events).not.toContain("keep");
});

test("work that fails is undone, and its own cause is told", async () => {
  const { host, events } = hostWithWay();
  const fail = (): Promise<void> => Promise.reject(new Error("no such table"));
  await expect(guarded(host, change, fail)).rejects.toThrow("no such table");
  expect(events).toEqual(["arm undo after 0.3 s", "undo", "disarm"]);
});

test("without a way that could be cut, the work is done and lasts", async () => {
  const { host, events, spare } = hostWithWay();
  const { lifeline: _none, ...here } = host;
  await guarded(here, change, spare);
  expect(events).toEqual(["change", "keep"]);
});
