import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPlan } from "../../../src/apply/apply.ts";
import { openLog } from "../../../src/apply/log.ts";
import { compile } from "../../../src/compile.ts";
import { components, siteSchema } from "../../../src/components/registry.ts";
import type { Host } from "../../../src/host/host.ts";
import { observeFacts } from "../../../src/observe/facts.ts";
import { observe } from "../../../src/observe/observe.ts";
import { planFor } from "../../../src/plan/plan-for.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import type { HostState } from "../../../src/plan/host-state.ts";
import type { Topology } from "../../../src/topology/topology.ts";

/** What belongs to a server as a whole, and nothing else: no engine has to be installed. */
export const parts = components.filter(({ role }) => role === "host");

export interface Baseline {
  readonly topology: Topology;
  /** The sentences of the plan. */
  plan(): Promise<readonly string[]>;
  /** Makes it so; the sentences of what was done. */
  up(): Promise<readonly string[]>;
  /** Takes away what the site has put there. */
  remove(): Promise<readonly string[]>;
}

/** The baseline of a server as a spec wants it, by the real plan and the real hands. */
export const baselineOf = async (
  host: Host,
  domain: string,
  address: readonly string[],
  spec: object,
): Promise<Baseline> => {
  const environments = { production: { servers: { [host.name]: { address } } } };
  const app = { start: "node server.js" };
  const parsed = parseSpec({ domain, app, environments, ...spec }, "production", siteSchema);
  const facts = await observeFacts(host, []);
  const { topology, desired } = compile(
    { ...parsed, settings: { ...parsed.settings, snippetTexts: {} } },
    { [host.name]: facts },
  );
  const place = topology.hosts[host.name];
  if (!place) throw new Error("no place");
  const own = new Set(parts.flatMap((part) => part.desire(topology, host.name)).map(({ id }) => id));
  const wanted = (desired.get(host.name) ?? []).filter(({ id, kind }) => own.has(id) || kind === "user");
  const stateOf = async (values: typeof wanted): Promise<HostState> => ({
    host: host.name,
    desired: values,
    observed: await observe(host, place, values),
  });
  const perform = async (values: typeof wanted): Promise<readonly string[]> => {
    const states = [await stateOf(values)];
    const plan = planFor(states);
    await applyPlan(plan, {
      site: topology,
      folder: "/",
      hosts: new Map([[host.name, host]]),
      states,
      report: () => undefined,
      signal: new AbortController().signal,
      log: openLog(mkdtempSync(join(tmpdir(), "s5-log-")), "up"),
    });
    return plan.changes.map(({ says }) => says);
  };
  return {
    topology,
    plan: async () => planFor([await stateOf(wanted)]).changes.map(({ says }) => says),
    up: () => perform(wanted),
    remove: () => perform([]),
  };
};
