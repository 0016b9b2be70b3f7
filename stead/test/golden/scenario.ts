import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, type Compiled } from "../../src/compile.ts";
import { siteSchema } from "../../src/components/registry.ts";
import { planFor } from "../../src/plan/plan-for.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { DesiredState, File, Value } from "../../src/state/vocabulary.ts";
import type { Facts } from "../../src/topology/facts.ts";
import { bareHost } from "../setup/simulated-host.ts";

/** A folder with spec.json and facts.json (by host), and what Stead makes of them below. */
export interface Scenario extends Compiled {
  readonly name: string;
  readonly folder: string;
}

/** Every scenario, by the folders that are there. */
export const scenarioNames = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

export const openScenario = (name: string): Scenario => {
  const folder = join(import.meta.dirname, name);
  const facts = readJson(join(folder, "facts.json")) as Readonly<Record<string, Facts>>;
  const environment = "local" in facts ? "local" : "production";
  const parsed = parseSpec(readJson(join(folder, "spec.json")), environment, siteSchema);
  const snippet = join(folder, "own.conf");
  const snippetTexts = existsSync(snippet) ? { nginx: readFileSync(snippet, "utf8") } : {};
  return { name, folder, ...compile({ ...parsed, settings: { ...parsed.settings, snippetTexts } }, facts) };
};

/** What stands in the scenario's folder, by path below it. */
export const goldenFiles = (scenario: Scenario): ReadonlyMap<string, string> =>
  new Map([
    ["plan.txt", `${planText(scenario).join("\n")}\n`],
    ...[...scenario.desired].flatMap(([host, desired]) => hostFiles(scenario, host, desired)),
  ]);

const planText = ({ topology, desired }: Scenario): readonly string[] =>
  planFor(
    [...desired].map(([host, state]) => ({
      host,
      desired: state,
      observed: bareHost,
      ...(topology.environment === "local" && { home: topology.hosts[host]?.facts.home ?? "" }),
    })),
  ).changes.map(({ says }) => says);

const hostFiles = (scenario: Scenario, host: string, desired: DesiredState): readonly (readonly [string, string])[] => {
  const home = scenario.topology.hosts[host]?.facts.home ?? "";
  return [
    [`${host}/state.txt`, `${JSON.stringify(desired.map(withoutContent), null, 2)}\n`],
    ...desired
      .filter((value) => value.kind === "file")
      // The same page in every scenario would only be in a reader's way.
      .filter(({ path }) => scenario.name === "one" || !path.includes("/pages/"))
      .map((file): [string, string] => [`${host}${file.path.replace(home, "")}`, fileText(file)]),
  ];
};

/** Secrets stand in a text as their names. */
export const fileText = ({ content }: File): string =>
  typeof content === "string"
    ? content
    : content.map((part) => (typeof part === "string" ? part : `[secret ${part.secret}]`)).join("");

const withoutContent = (value: Value): object => (value.kind === "file" ? { ...value, content: undefined } : value);

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
