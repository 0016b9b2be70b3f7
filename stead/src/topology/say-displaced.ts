import { coreShape } from "../spec/core.ts";
import { settingsOf } from "../spec/settings-of.ts";
import { firstChoice } from "./ports.ts";
import type { Topology } from "./topology.ts";

const serves = { http: "the website", dns: "the name server" } as const;

/**
 * Why a site that is new on a host does not get the ports that people expect: a sentence for each that another process
 * has. `[]`: it gets them, has others already, or is told which to take.
 */
export const sayDisplaced = (site: Topology): readonly string[] =>
  Object.values(site.hosts).flatMap(({ ports, facts }) =>
    (["http", "dns"] as const).flatMap((name) => {
      const holder = facts.taken.find(({ port }) => port === firstChoice[name]);
      const decided = facts.ports[name] ?? settingsOf(site, coreShape).ports[name];
      if (!holder || decided !== undefined) return [];
      return [`Port ${holder.port} is taken by ${holder.by}: ${serves[name]} is on ${ports[name]}.`];
    }),
  );
