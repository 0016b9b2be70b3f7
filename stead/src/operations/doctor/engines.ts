import type { Component, Program } from "../../components/component.ts";
import { isOlder } from "../../kernel/version.ts";
import type { Topology } from "../../topology/topology.ts";
import { fault, ok, type Finding } from "./finding.ts";

/** The programs that the site's components need on each host: there, and new enough. */
export const lookAtEngines = (site: Topology, parts: readonly Component[]): readonly Finding[] =>
  parts.flatMap((component) =>
    component
      .place(site)
      .flatMap((host) =>
        component.programs.map((program) => lookAt(program, site.hosts[host]?.facts.versions[program.name])),
      ),
  );

const lookAt = (program: Program, version: string | undefined): Finding => {
  const { name, oldest, why } = program;
  if (version === undefined)
    return fault(
      name,
      `It is not installed. It ${why}.`,
      `Run \`stead up\`, or: sudo apt-get install ${program.package}`,
    );
  if (isOlder(version, oldest))
    return fault(
      name,
      `Version ${version} is too old: ${oldest} is needed. It ${why}.`,
      `sudo apt-get install ${program.package}`,
    );
  return ok(name, `Version ${version} is installed.`);
};
