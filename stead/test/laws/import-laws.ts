import type { Edge } from "./imports.ts";

/** What a room of stead/src may import of the others. A room may always import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  state: ["kernel"],
  // spec/ joins the components' settings through the registry; nothing else of components/ is its business.
  spec: ["kernel", "components/registry.ts", "components/component.ts"],
  topology: ["kernel", "spec", "state"],
  components: ["kernel", "spec", "state", "topology"],
  plan: ["kernel", "state"],
  "compile.ts": ["kernel", "spec", "state", "topology", "components"],
  host: ["kernel", "state"],
  observe: ["kernel", "spec", "state", "topology", "components", "plan", "host"],
  apply: ["kernel", "state", "topology", "plan", "host", "observe", "release"],
  // Who has a power (the way to the application, the schema's fingerprint) is asked of the registry.
  release: [
    "kernel",
    "spec",
    "state",
    "topology",
    "components/registry.ts",
    "components/component.ts",
    "plan",
    "host",
    "observe",
  ],
  load: ["kernel"],
  drill: ["kernel", "state", "topology", "host", "load", "observe"],
  lab: ["kernel", "state", "host"],
  operations: [
    "kernel",
    "spec",
    "state",
    "topology",
    "components/registry.ts",
    "components/component.ts",
    "components/backup-commands.ts",
    "compile.ts",
    "plan",
    "host",
    "observe",
    "apply",
    "release",
    "load",
    "drill",
    "lab",
  ],
  // Values that it prints; never the hands (host, observe, apply, release).
  cli: ["kernel", "spec", "state", "topology", "plan", "operations"],
  "index.ts": ["kernel", "spec"],
};

const pure = ["kernel", "spec", "topology", "state", "components", "plan", "compile.ts"];
const effects = /^node:(?:fs|net|child_process|http|http2|https|tls|dgram|dns|os|process|timers|worker_threads)\b/;
const starters = /^node:(?:net|child_process)\b/;
const http = /^node:(?:http|https|http2)\b/;

/** The law an import breaks, as a sentence; undefined: none. */
export const brokenLaw = ({ from, to }: Edge): string | undefined => {
  if (from.startsWith("site/src/")) return to.startsWith("stead") ? "stead/src and site/src never meet" : undefined;
  if (!from.startsWith("stead/src/")) return undefined;
  if (to.startsWith("site/") || to === "foobar") return "stead/src and site/src never meet";
  return to.startsWith("stead/src/") ? brokenInside(roomOf(from), from, to) : brokenOutside(roomOf(from), to);
};

export const explain = (edge: Edge): string => `${edge.from} imports ${edge.to}: ${brokenLaw(edge) ?? "allowed"}`;

/** `stead/src/plan/diff.ts` -> `plan`; a file at the top is a room of its own. */
const roomOf = (path: string): string => path.split("/")[2] ?? "";

const brokenInside = (room: string, from: string, to: string): string | undefined => {
  const target = roomOf(to);
  if (room === "components" && target === "components") return brokenBetweenComponents(from, to);
  if (room === target) return undefined;
  const allowed = mayImport[room];
  if (allowed === undefined) return `the room ${room} is not in the table of stead/test/laws/import-laws.ts`;
  const inTarget = to.slice("stead/src/".length);
  return allowed.some((entry) => entry === target || entry === inTarget) ? undefined : `${room} may not know ${target}`;
};

/** components/NAME/… may know its own folder and the contract; the registry alone knows them all. */
const brokenBetweenComponents = (from: string, to: string): string | undefined => {
  const own = componentOf(from);
  const other = componentOf(to);
  const fine = own === undefined || other === undefined || own === other;
  return fine ? undefined : `the component ${own} may not know ${other}: what it needs stands in the topology`;
};

const componentOf = (path: string): string | undefined => /^stead\/src\/components\/([^/]+)\//.exec(path)?.[1];

const brokenOutside = (room: string, to: string): string | undefined => {
  if (pure.includes(room) && effects.test(to)) return `${room} is pure: values in, values out`;
  if (room !== "host" && starters.test(to)) return "only host/ starts programs and opens sockets";
  if (!["host", "load", "lab", "drill"].includes(room) && http.test(to))
    return "only load/ and host/ speak HTTP themselves";
  return undefined;
};
