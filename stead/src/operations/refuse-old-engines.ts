import type { Component, Program } from "../components/component.ts";
import { refuse, type Fault } from "../kernel/errors.ts";
import { isOlder } from "../kernel/version.ts";
import type { Topology } from "../topology/topology.ts";

/** Throws ENGINE_TOO_OLD for every installed program that the site needs and whose version was never tried. */
export const refuseOldEngines = (site: Topology, parts: readonly Component[]): void =>
  refuse(
    parts.flatMap((component) =>
      component
        .place(site)
        .flatMap((host) =>
          component.programs.flatMap((program) =>
            faultOf(program, host, site.hosts[host]?.facts.versions[program.name]),
          ),
        ),
    ),
  );

const faultOf = ({ name, oldest, why, ...program }: Program, host: string, version?: string): readonly Fault[] =>
  version === undefined || !isOlder(version, oldest)
    ? []
    : [
        {
          code: "ENGINE_TOO_OLD",
          where: `${name} on ${host}`,
          what: `Version ${version} is installed, and at least ${oldest} is needed. It ${why}.`,
          mend: `sudo apt-get update && sudo apt-get install ${program.package}`,
        },
      ];
