import { SteadError } from "../../kernel/errors.ts";
import type { RestoreResult } from "../../operations/restore.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions, yesOption } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import type { Paint } from "../print/screen.ts";
import type { Call, Verb } from "../verb.ts";

export const restore: Verb = {
  group: "The site",
  says: "Restores the database and the application's data from the backup, to the second: beside the site, or in its place.",
  kind: "acts",
  words: [environmentWord],
  options: [
    {
      flags: "--at <time>",
      about: 'all that was committed before, such as "2026-11-23 16:00:00" (UTC); the newest unless given',
    },
    { flags: "--into <database>", about: "as another database beside the site's, which is not touched" },
    { flags: "--keys", about: "with --yes: also the keys of DNSSEC and certificates, and secrets, as they were" },
    { ...yesOption, about: "without --into: replace the site's data; what is there is kept aside" },
    ...siteOptions,
    jsonOption,
  ],
  example: 'stead restore --at "2026-11-23 16:00:00" --into before_the_accident',
  perform: async (call) => {
    const into = call.choices.text("into");
    const at = call.choices.text("at");
    const wish = { ...(at !== undefined && { at }), keys: call.choices.flag("keys") };
    const progress = { report: call.report, signal: call.interruption.signal };
    const operation = await import("../../operations/restore.ts");
    if (into === undefined) {
      if (!call.choices.flag("yes")) throw unsaid();
      const result = await operation.restoreOver(await openSiteFor(call, call.words[0]), wish, progress);
      return sayOutcome(call.screen, result, (paint) => sayRestored(result, paint));
    }
    const result = await operation.restoreInto(await openSiteFor(call, call.words[0]), into, wish, progress);
    sayOutcome(call.screen, result, (paint) => sayBeside(call, result, paint));
  },
};

const said = (at: string): string => (at === "newest" ? "as newest" : `as it was before ${at}`);

const sayBeside = (
  call: Call,
  { database, at }: { readonly database: string; readonly at: string },
  paint: Paint,
): string =>
  `${paint("green", "✔")} The database ${database} holds the site's data ${said(at)}. \`stead db${call.words[0] === undefined ? "" : ` ${call.words[0]}`}\` sees both; DROP DATABASE ${database} takes it away.`;

const sayRestored = ({ at, kept, keys, remark }: RestoreResult, paint: Paint): string =>
  [
    `${paint("green", "✔")} The site has its data${keys ? ", its secrets and the keys of its names and certificates" : ""} ${said(at)}.`,
    ...kept.map(({ host, path }) => `  What was there is kept on ${host}: ${path}`),
    ...(remark === undefined ? [] : [`${paint("yellow", "!")} The restored data has no backup yet: ${remark}`]),
  ].join("\n");

const unsaid = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead restore",
    what: "would replace the site's data.",
    mend: "Type --into NAME to look at the data beside the site first, or --yes to replace it: what is there is kept aside.",
  });
