import { commandFor } from "../../kernel/command-for.ts";
import type { MaintenanceResult } from "../../operations/maintenance.ts";
import { SteadError } from "../../kernel/errors.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import type { Paint } from "../print/screen.ts";
import type { Verb } from "../verb.ts";

export const maintenance: Verb = {
  group: "Working inside",
  says: "Shows visitors a maintenance page instead of the site, or the site again.",
  kind: "acts",
  words: [
    { word: "<on|off>", about: "without a reload, and kept by `up` and `deploy`", choices: ["on", "off"] },
    environmentWord,
  ],
  options: [
    { flags: "--why <text>", about: "the reason, for whoever asks `stead status`" },
    ...siteOptions,
    jsonOption,
  ],
  example: 'stead maintenance on --why "moving the database"',
  perform: async (call) => {
    const on = wishOf(call.words[0]);
    const why = call.choices.text("why");
    const site = await openSiteFor(call, call.words[1]);
    const { setMaintenance } = await import("../../operations/maintenance.ts");
    const result = await setMaintenance(site, { on, ...(why === undefined ? {} : { why }) }, call.report);
    sayOutcome(call.screen, result, (paint) =>
      sayMaintenance(result, commandFor("maintenance off", site.environment), paint),
    );
  },
};

const wishOf = (word: string | undefined): boolean => {
  if (word === "on" || word === "off") return word === "on";
  throw new SteadError({
    code: "USAGE",
    where: "stead maintenance",
    what: `takes "on" or "off", not "${word ?? ""}".`,
    mend: "Type `stead maintenance on`; `stead status` tells whether it is on.",
  });
};

const sayMaintenance = ({ on, changed, maintenance: note }: MaintenanceResult, off: string, paint: Paint): string => {
  const tick = paint("green", "✔");
  if (!on) return changed ? `${tick} Visitors see the site again.` : `${tick} The site was not in maintenance.`;
  const since = note && !changed ? ` since ${note.since} (by ${note.by})` : "";
  return `${tick} Visitors see the maintenance page${since}. \`${off}\` ends it.`;
};
