import type { RemoveResult } from "../../operations/remove.ts";
import { SteadError } from "../../kernel/errors.ts";
import { plural } from "../../kernel/text.ts";
import { agreement } from "../agreement.ts";
import { openSiteFor } from "../open-site-for.ts";
import { jsonOption, siteOptions, yesOption } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import type { Paint } from "../print/screen.ts";
import type { Verb } from "../verb.ts";

export const remove: Verb = {
  group: "The site",
  says: "Takes the site off its servers: all and only what Stead put there. Data stays unless --data is given. Asks once.",
  kind: "acts",
  words: [{ word: "<environment>", about: "which environment" }],
  options: [
    { flags: "--data", about: "databases, uploads and secrets as well: they are gone then" },
    yesOption,
    ...siteOptions.filter(({ flags }) => !flags.includes("--environment")),
    jsonOption,
  ],
  example: "stead remove staging",
  perform: async (call) => {
    const [environment] = call.words;
    if (environment === "local") throw notLocal();
    const site = await openSiteFor(call, environment);
    const operation = await import("../../operations/remove.ts");
    const wish = { data: call.choices.flag("data"), agree: agreement(call) };
    const progress = { report: call.report, signal: call.interruption.signal };
    const result = await operation.remove(site, wish, progress);
    sayOutcome(call.screen, result, (paint) => sayRemoved(result, paint));
  },
};

const sayRemoved = ({ changes, kept, packages }: RemoveResult, paint: Paint): string =>
  [
    changes.length === 0
      ? `${paint("green", "✔")} There was nothing of the site.`
      : `${paint("green", "✔")} The site is gone: ${plural(changes.length, "change")} made.`,
    ...kept.map(({ host, path }) => `  Its data stays on ${host}: ${path}`),
    ...(changes.length > 0 ? [`  Packages stay, since others may use them: ${packages.join(", ")}`] : []),
  ].join("\n");

const notLocal = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead remove",
    what: "is for servers; on this machine everything of a site lies in its own folder.",
    mend: "Type `stead down`, and then remove the folder .stead beside stead.config.ts (.stead/where names what lies elsewhere).",
  });
