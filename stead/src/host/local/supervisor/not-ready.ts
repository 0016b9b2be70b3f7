import { SteadError } from "../../../kernel/errors.ts";
import type { UnitDefinition } from "../../../state/observations.ts";
import { sayEndpoint } from "../../say-endpoint.ts";
import { listeningOf } from "../listening.ts";
import type { Attempt } from "./attempt.ts";
import { tailOf } from "./log-tail.ts";

/** UNIT_NOT_READY with the evidence: its last 20 lines, and what it listens on instead. */
export const notReady = (definition: UnitDefinition, attempt: Attempt): SteadError => {
  const ended = attempt.outcome;
  const listens = ended === undefined ? listeningOf(attempt.id).map(sayEndpoint) : [];
  return new SteadError({
    code: "UNIT_NOT_READY",
    where: definition.name,
    what: [
      sayOutcome(definition, attempt),
      ...(listens.length > 0 ? [`It listens on ${listens.join(", ")}.`] : []),
    ].join(" "),
    mend: `Its log is ${attempt.log}.`,
    lines: tailOf(attempt.log, 20, attempt.logStart),
    instead: { ...(ended === undefined ? {} : { ended }), listens },
  });
};

const sayOutcome = (definition: UnitDefinition, { outcome, seen }: Attempt): string =>
  outcome === undefined
    ? `It was not ready within ${definition.readyTimeout} s: ${seen ?? "it was not asked yet"}.`
    : `It ended before it was ready (${outcome}).`;
