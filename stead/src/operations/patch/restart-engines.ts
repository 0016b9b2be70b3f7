import { performChanges } from "../../apply/apply.ts";
import type { Ground } from "../../apply/ground.ts";
import { verifyCandidates } from "../../apply/verify.ts";
import { components } from "../../components/registry.ts";
import { SteadError } from "../../kernel/errors.ts";
import type { Host } from "../../host/host.ts";
import type { Change } from "../../plan/plan.ts";
import type { Unit } from "../../state/vocabulary.ts";
import type { Finding } from "../doctor/finding.ts";
import type { OpenSite } from "../open-site.ts";
import { complaintsOf, newComplaints, sayComplaint } from "./prove-site.ts";

/** Seconds for an engine to answer as before, once it is ready. */
const SETTLED = 15;

/**
 * Lets the new version of each engine try its configuration, while the old one serves. Throws PATCH_FAILED with the words of the one that
 * refuses: nothing was restarted then.
 */
export const tryEngines = async (host: Host, units: readonly Unit[], ground: Ground): Promise<void> => {
  const files = units.flatMap((unit) => (unit.verify?.files ?? []).map((id) => change(host, unit, id)));
  await verifyCandidates(files, ground).catch((error: unknown) => {
    throw error instanceof SteadError ? refused(error) : error;
  });
};

/** Starts engines anew, one after the other; each must answer as before, or the rest is not begun. Throws PATCH_FAILED. */
export const restartEngines = async (
  site: OpenSite,
  host: Host,
  units: readonly Unit[],
  { ground, before }: { readonly ground: Ground; readonly before: readonly Finding[] },
): Promise<void> => {
  for (const unit of units) {
    await performChanges([change(host, unit, unit.id)], ground).catch((error: unknown) => {
      throw error instanceof SteadError ? notUp(host, unit, error) : error;
    });
    const parts = components.filter((part) => part.desire(site.topology, host.name).some(({ id }) => id === unit.id));
    const wrong = await newComplaints(() => complaintsOf(site, host, parts), before, SETTLED);
    if (wrong.length > 0) throw unwell(host, unit, wrong);
  }
};

const change = ({ name }: Host, unit: Unit, id: string): Change => ({
  id: `${name}/${id}`,
  host: name,
  says: `Restart ${unit.says}: its program was upgraded`,
  disrupts: unit.disrupts,
  action: { do: "restart", unit },
});

const refused = ({ faults: [fault] }: SteadError): SteadError =>
  new SteadError({
    code: "PATCH_FAILED",
    where: fault?.where ?? "the engines",
    what: "The packages are upgraded, and the new version refuses its configuration, so nothing was restarted: the site serves on with the old one.",
    mend: "Mend the setting, or your own file, that its words below lead to; run `stead up`, then `stead patch` again. Do not restart the server before.",
    lines: fault?.lines ?? [],
  });

const notUp = ({ name }: Host, unit: Unit, { faults: [fault] }: SteadError): SteadError =>
  new SteadError({
    code: "PATCH_FAILED",
    where: `${unit.name} on ${name}`,
    what: `${unit.says} does not come up in its new version. It interrupts ${withoutTime(unit.disrupts)} until it does.`,
    mend: "Mend what its last words below say, then `stead up`; the version before is in /var/cache/apt/archives there, if nobody has cleared it.",
    lines: fault?.lines ?? [],
  });

const unwell = ({ name }: Host, unit: Unit, wrong: readonly Finding[]): SteadError =>
  new SteadError({
    code: "PATCH_FAILED",
    where: `${unit.name} on ${name}`,
    what: `${unit.says} was restarted, and does not answer as it did before. What else was to be restarted still runs as it was.`,
    mend: "`stead doctor` shows how to mend it; then type `stead patch` again.",
    lines: wrong.map(sayComplaint),
  });

/** "requests for about 0.3 s" promises an end that there is not. */
const withoutTime = (disrupts: string): string => disrupts.replace(/,? for about [\d.]+ s$/u, "");
