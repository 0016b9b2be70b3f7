import { SteadError } from "../../kernel/errors.ts";
import { environmentNames } from "../../operations/environment-names.ts";
import type { OpenSite } from "../../operations/open-site.ts";
import { openSiteFor, wishOf } from "../open-site-for.ts";
import type { Call } from "../verb.ts";

/** What a task is about: the word after it, and the site of the environment that may follow. */
export interface About {
  readonly name: string;
  readonly site: OpenSite;
}

/**
 * The words after `set`, `remove`, `bundle` and `restore`. Somebody may have typed a value among them, so a message repeats none that
 * it does not know. Throws USAGE.
 */
export const about = async (call: Call, words: readonly string[], what: "NAME" | "FILE"): Promise<About> => {
  const [name, environment, ...more] = words;
  if (name === undefined) throw unnamed(what);
  if (what === "NAME" && !/^\w+$/u.test(name)) throw typedValue("the name");
  if (more.length > 0) throw typedValue("the words after the name");
  if (environment !== undefined && !(await environmentNames(wishOf(call))).includes(environment))
    throw typedValue("the word after the name");
  return { name, site: await openSiteFor(call, environment) };
};

const unnamed = (what: "NAME" | "FILE"): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead secret",
    what: what === "NAME" ? "needs the name of a secret." : "needs the name of a file.",
    mend: `Type it after the task: stead secret ${what === "NAME" ? "set STRIPE_KEY" : "bundle secrets.age"} production`,
  });

const typedValue = (where: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where,
    what: "is neither the name of a secret nor of an environment. If it was a value, it stands in your shell's history now: change it where it comes from.",
    mend: "A value is asked for, or taken from standard input: `stead secret set NAME ENVIRONMENT < FILE`.",
  });
