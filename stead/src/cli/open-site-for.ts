import { SteadError } from "../kernel/errors.ts";
import type { OpenSite, SiteWish } from "../operations/open-site.ts";
import type { Call } from "./verb.ts";

/**
 * The site a command line is about: that of --config, else of the folder it was typed in or above. `environment`: the one that was
 * named as a word. `looks`: nothing will be changed.
 */
export const openSiteFor = async (
  call: Pick<Call, "folder" | "choices">,
  environment?: string,
  looks = false,
): Promise<OpenSite> => {
  const { openSite } = await import("../operations/open-site.ts");
  return openSite({ ...wishOf(call, environment), looks });
};

/** The same, for an operation that opens it itself. Throws USAGE when two environments are named. */
export const wishOf = ({ folder, choices }: Pick<Call, "folder" | "choices">, named?: string): SiteWish => {
  const [config, chosen] = [choices.text("config"), choices.text("environment")];
  if (named !== undefined && chosen !== undefined && named !== chosen) throw twoEnvironments(named, chosen);
  const environment = named ?? chosen;
  return {
    folder,
    ...(config === undefined ? {} : { config }),
    ...(environment === undefined ? {} : { environment }),
    ...(choices.flag("lab") ? { lab: true } : {}),
  };
};

/**
 * Takes the environment off the front of a verb's words, where more words follow it: the first one is it when the site has an
 * environment of that name.
 */
export const takeEnvironment = async (
  call: Pick<Call, "folder" | "choices" | "words">,
): Promise<{ readonly environment?: string; readonly words: readonly string[] }> => {
  const { environmentNames } = await import("../operations/environment-names.ts");
  const [first, ...rest] = call.words;
  if (first === undefined || !(await environmentNames(wishOf(call))).includes(first)) return { words: call.words };
  return { environment: first, words: rest };
};

const twoEnvironments = (named: string, chosen: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "the environment",
    what: `is named twice: "${named}" and "${chosen}".`,
    mend: "Leave --environment out.",
  });
