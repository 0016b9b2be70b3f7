import type { z } from "zod";
import { compile } from "../compile.ts";
import { components, siteSchema } from "../components/registry.ts";
import type { Host } from "../host/host.ts";
import { openLocalHost } from "../host/local/local-host.ts";
import { refuse } from "../kernel/errors.ts";
import { observeFacts } from "../observe/facts.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import type { DesiredState } from "../state/vocabulary.ts";
import type { HostName, Topology } from "../topology/topology.ts";
import { onlyEnvironment } from "./only-environment.ts";
import { openHosts } from "./open-hosts.ts";
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
  /** This machine, where releases are built for servers; absent on `local`, which is built where it runs. */
  readonly builder?: Host;
  readonly desired: ReadonlyMap<HostName, DesiredState>;
  /** Sentences to know before anything is read from it: a server that is not there yet. */
  readonly remarks: readonly string[];
}

/** How a site is found. */
export interface SiteWish {
  /** The folder it is looked for in, and above. */
  readonly folder: string;
  /** A stead.config.ts, or a folder with one, instead. */
  readonly config?: string;
  /** `local` unless given. */
  readonly environment?: string;
  /** The lab's hosts in the place of the environment's servers. */
  readonly lab?: boolean;
  /** Nothing is changed: a server whose address is yet to be written is taken for a bare one. */
  readonly looks?: boolean;
}

/**
 * Opens a site: reads its stead.config.ts, looks at its hosts, and compiles the two. Throws all faults of the spec at
 * once, before any host is looked at.
 */
export const openSite = async (wish: SiteWish): Promise<OpenSite> => {
  const { folder, file, value } = await readConfig(wish);
  const environment = wish.environment ?? (wish.lab === true ? onlyEnvironment(value, "stead VERB --lab") : "local");
  const parsed = parseSpec(value, environment, siteSchema as z.ZodObject);
  const { texts, faults } = await readSnippets(folder, parsed);
  refuse(faults);
  const spec = { ...parsed, settings: { ...parsed.settings, snippetTexts: texts } };
  const { hosts, remarks } = await openHosts(wish, folder, spec);
  const builder = environment === "local" ? undefined : await openLocalHost({ folder });
  const programs = components.flatMap((component) => component.programs);
  const facts = await Promise.all(
    [...hosts].map(async ([name, host]) => [name, await observeFacts(host, programs)] as const),
  );
  const compiled = compile(spec, Object.fromEntries(facts));
  return { folder, config: file, environment, spec, hosts, ...(builder && { builder }), remarks, ...compiled };
};
