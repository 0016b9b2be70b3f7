import { SteadError } from "../../kernel/errors.ts";
import { commandFor } from "../../kernel/command-for.ts";
import { join } from "../../kernel/text.ts";
import type { PatchPlan, RestartWish } from "../../operations/patch/patch-plan.ts";
import { askOnce } from "../ask-once.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions, yesOption } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { sayPatched, sayPatchPlan } from "../print/say-patch.ts";
import type { Call, Verb } from "../verb.ts";

export const patch: Verb = {
  group: "The site",
  says: "Upgrades the packages of servers, and restarts what runs the old ones: says before what that interrupts and for how long, asks once, and proves everything afterwards.",
  kind: "acts",
  words: [environmentWord],
  options: [
    yesOption,
    { flags: "--look", about: "say what it would do, and change nothing" },
    { flags: "--restart", about: "restart the servers also when nothing asks for it" },
    { flags: "--without-restart", about: "leave the restart of a server that needs one for later" },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead patch production",
  perform: async (call) => {
    const restart = restartWish(call);
    const site = await openSiteFor(call, call.words[0]);
    const operation = await import("../../operations/patch.ts");
    const progress = { report: call.report, signal: call.interruption.signal };
    if (call.choices.flag("look")) {
      const plan = await operation.lookAtPatch(site, restart, progress);
      return sayOutcome(call.screen, plan, (paint) => sayPatchPlan(plan, paint, call.screen.columns));
    }
    const agree = agreementOn(call, commandFor("patch", site.environment));
    const result = await operation.patch(site, { restart, agree }, progress);
    sayOutcome(call.screen, result, (paint) => sayPatched(result, paint));
  },
};

const agreementOn =
  (call: Call, command: string) =>
  async (plan: PatchPlan): Promise<void> => {
    if (plan.hosts.length === 0) return;
    const { changesNothing } = await import("../../operations/patch/patch-plan.ts");
    if (!call.screen.json) call.screen.print(sayPatchPlan(plan, call.screen.paint, call.screen.columns));
    // What only stays as it is needs nobody's word.
    if (plan.hosts.every(changesNothing)) return;
    await askOnce(call, `Patch ${join(plan.hosts.map(({ host }) => host))}?`, `${command} --look`);
  };

const restartWish = ({ choices }: Call): RestartWish => {
  const [always, never] = [choices.flag("restart"), choices.flag("withoutRestart")];
  if (always && never)
    throw new SteadError({
      code: "USAGE",
      where: "stead patch",
      what: "takes --restart or --without-restart, not both.",
      mend: "Leave one of them.",
    });
  if (never) return "never";
  return always ? "always" : "needed";
};
