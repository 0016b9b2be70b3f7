import type { OpenSite } from "../../operations/open-site.ts";
import type { UpResult } from "../../operations/up.ts";
import { plural } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { agreement } from "../agreement.ts";
import { adoptOption, dirtyOption, environmentWord, jsonOption, siteOptions, yesOption } from "../options.ts";
import type { Paint, Screen } from "../print/screen.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { wrap } from "../print/wrap.ts";
import type { Call, Verb } from "../verb.ts";
import { watchSite } from "../watch-site.ts";

export const up: Verb = {
  group: "The site",
  says: "Makes the site what stead.config.ts says: starts what is missing, changes what differs, and shows its log until Ctrl-C. Servers: asks once, and runs on.",
  kind: "acts",
  words: [environmentWord],
  options: [
    { flags: "-d, --detach", about: "leave the site running in the background" },
    adoptOption,
    yesOption,
    dirtyOption,
    { flags: "--unsupported", about: "go on whatever system the servers run" },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead up -d",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0]);
    if (site.environment !== "local") return upOnServers(call, site);
    const { isRunning } = await import("../../operations/is-running.ts");
    const ranBefore = await isRunning(site);
    const result = await bringUp(call, site, ranBefore);
    await sayDone(call, site, result);
    if (!call.choices.flag("detach")) await watchSite(call, site, ranBefore);
  },
};

/** The plan is shown, and made when the operator says so. Whatever fails, what runs there goes on. */
const upOnServers = async (call: Call, site: OpenSite): Promise<void> => {
  const operation = await import("../../operations/up.ts");
  const result = await operation.up(
    site,
    {
      adopt: call.choices.flag("adopt"),
      unsupported: call.choices.flag("unsupported"),
      agree: agreement(call),
    },
    { report: call.report, signal: call.interruption.signal, dirty: call.choices.flag("dirty") },
  );
  await sayDone(call, site, result);
};

const sayDone = async (call: Call, site: OpenSite, result: UpResult): Promise<void> => {
  const { servingRelease } = await import("../../operations/serving-release.ts");
  const release = await servingRelease(site);
  const outcome = { ...result, ...(release === undefined ? {} : { release }) };
  sayOutcome(call.screen, outcome, (paint) => sayUp(outcome, paint, call.screen));
};

/** What a first `up` had started when it failed does not stay behind in the foreground, and never after Ctrl-C. */
const bringUp = async (call: Call, site: OpenSite, ranBefore: boolean): Promise<UpResult> => {
  const operation = await import("../../operations/up.ts");
  try {
    return await operation.up(
      site,
      { adopt: call.choices.flag("adopt") },
      { report: call.report, signal: call.interruption.signal },
    );
  } catch (error) {
    if (!ranBefore && (call.interruption.signal.aborted || !call.choices.flag("detach"))) await takeDown(call, site);
    throw error;
  }
};

/** With no process left there is nothing to say; the failure itself is told by the caller. */
const takeDown = async (call: Call, site: OpenSite): Promise<void> => {
  const operation = await import("../../operations/down.ts");
  await operation.down(site, { report: call.report, signal: call.interruption.renew() }).catch(() => undefined);
};

interface Outcome extends UpResult {
  readonly release?: string;
}

const sayUp = ({ changes, addresses, release }: Outcome, paint: Paint, { columns }: Screen): string => {
  const [first = "", ...others] = addresses;
  const done =
    changes.length === 0
      ? "Nothing to change: the site is what stead.config.ts says."
      : `${plural(changes.length, "change")} made.`;
  return [
    wrap(`${paint("green", "✔")} ${done}${release === undefined ? "" : ` Release ${release} serves.`}`, columns),
    "",
    `  ${paint("bold", first)}`,
    ...others.map((address) => `  ${paint("dim", address)}`),
    "",
  ].join("\n");
};
