import type { z } from "zod";
import { compile } from "../compile.ts";
import { components, siteSchema } from "../components/registry.ts";
import type { Host } from "../host/host.ts";
import { openLocalHost } from "../host/local/local-host.ts";
import { refuse, SteadError } from "../kernel/errors.ts";
import { observeFacts } from "../observe/facts.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import type { DesiredState } from "../state/vocabulary.ts";
import type { HostName, Topology } from "../topology/topology.ts";
import { readConfig } from "./read-config.ts";
import { readSnippets } from "./read-snippets.ts";

/** What every verb starts from: the spec, the machines, and what they should be. Nothing was touched yet. */
export interface OpenSite {
  /** The folder of the site on the operator's machine: that of its stead.config.ts. */
  readonly folder: string;
  /** The stead.config.ts itself. */
  readonly config: string;
  readonly environment: string;
  readonly spec: Spec;
  readonly topology: Topology;
  readonly hosts: ReadonlyMap<HostName, Host>;
  readonly desired: ReadonlyMap<HostName, DesiredState>;
}

/** How a site is found. */
export interface SiteWish {
  /** The folder it is looked for in, and above. */
  readonly folder: string;
  /** A stead.config.ts, or a folder with one, instead. */
  readonly config?: string;
  /** `local` unless given. */
  readonly environment?: string;
}

/**
 * Opens a site: reads its stead.config.ts, looks at its hosts, and compiles the two. Throws all faults of the spec at
 * once, before any host is looked at.
 */
export const openSite = async (wish: SiteWish): Promise<OpenSite> => {
  const environment = wish.environment ?? "local";
  const { folder, file, value } = await readConfig(wish);
  const parsed = parseSpec(value, environment, siteSchema as z.ZodObject);
  if (environment !== "local") throw notYet(environment);
  const { texts, faults } = await readSnippets(folder, parsed);
  refuse(faults);
  const spec = { ...parsed, settings: { ...parsed.settings, snippetTexts: texts } };
  const hosts = new Map([["local", await openLocalHost({ folder })]]);
  const programs = components.flatMap((component) => component.programs);
  const facts = await Promise.all(
    [...hosts].map(async ([name, host]) => [name, await observeFacts(host, programs)] as const),
  );
  return { folder, config: file, environment, spec, hosts, ...compile(spec, Object.fromEntries(facts)) };
};

/** Its settings must never be laid on this machine as if it were that server. */
const notYet = (environment: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "the environment",
    what: `"${environment}" has servers of its own; this version of Stead runs a site on this machine only, which is local.`,
    mend: "Leave --environment out.",
  });
