import { compile } from "../../compile.ts";
import { components } from "../../components/registry.ts";
import { openBareHost } from "../../host/memory/bare-host.ts";
import { observeFacts } from "../../observe/facts.ts";
import type { Spec } from "../../spec/spec.ts";

/** The packages that `stead up` would install on each server of an environment while it is bare, by the server's name. */
export const packagesOf = async (spec: Spec): Promise<ReadonlyMap<string, readonly string[]>> => {
  const servers = spec.settings.environments[spec.environment]?.servers ?? {};
  const programs = components.flatMap((component) => component.programs);
  const facts = await Promise.all(
    Object.entries(servers).map(async ([name, { debian = 12 }]) => {
      const bare = await observeFacts(openBareHost(name, "lab"), programs);
      return [name, { ...bare, system: `debian ${debian}` }] as const;
    }),
  );
  const { desired } = compile(spec, Object.fromEntries(facts));
  return new Map(
    [...desired].map(([name, values]) => [
      name,
      values.flatMap((value) => (value.kind === "package" ? value.name : [])).toSorted(),
    ]),
  );
};
