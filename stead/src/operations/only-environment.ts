import { isPlain } from "../kernel/is-plain.ts";
import { SteadError } from "../kernel/errors.ts";
import { join } from "../kernel/text.ts";
import { valueAt } from "../spec/merge.ts";

/** The one environment of a site that has servers: what a lab is of unless it is named. Throws USAGE when there is none, or several. */
export const onlyEnvironment = (value: unknown, command: string): string => {
  const environments = valueAt(value, ["environments"]);
  const names = Object.keys(isPlain(environments) ? environments : {}).filter((name) => {
    const servers = valueAt(environments, [name, "servers"]);
    return isPlain(servers) && Object.keys(servers).length > 0;
  });
  const [first, second] = names;
  if (first !== undefined && second === undefined) return first;
  throw new SteadError({
    code: "USAGE",
    where: command,
    what:
      first === undefined
        ? "the site has no environment with servers."
        : `the site has several environments with servers: ${join(names)}.`,
    mend:
      first === undefined
        ? 'Write environments: { production: { servers: { web1: { address: "203.0.113.7" } } } } in stead.config.ts.'
        : `Name one: ${command.replace(" --lab", "")} ${first}${command.includes(" --lab") ? " --lab" : ""}.`,
  });
};
