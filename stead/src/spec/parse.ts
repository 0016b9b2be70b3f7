import type * as z from "zod";
import { refuse, SteadError, type Fault } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import { join } from "../kernel/text.ts";
import { contradictionsIn } from "./contradictions.ts";
import { faultsOf } from "./faults.ts";
import { isPlain } from "../kernel/is-plain.ts";
import { mergeDeep, valueAt } from "./merge.ts";
import { showValue } from "./show-value.ts";
import type { Spec } from "./spec.ts";

/**
 * Validates what a stead.config.ts exports, for one environment.
 * `schema` is the whole site's: components/registry.ts offers it as `siteSchema`.
 * Throws SteadError with every fault of the site and of every environment it describes.
 */
export const parseSpec = (value: unknown, environment: string, schema: z.ZodObject): Spec => {
  if (!isPlain(value)) throw new SteadError(notAnObject(value));
  const base = faultsIn(value, schema);
  refuse([...base, ...environmentFaults(value, schema, base), ...unknownEnvironment(value, environment)]);
  const settings = schema.parse(inEnvironment(value, environment));
  // The schema is the core's shape and more, so what it returns has the core's settings.
  return { environment, settings: settings as Spec["settings"] };
};

const notAnObject = (value: unknown): Fault => ({
  code: "SPEC_INVALID",
  where: "the site",
  what: `is ${showValue(value, [])}; it must be an object.`,
  mend: 'Write export default defineSite({ domain: "foobar.com", … }).',
});

const faultsIn = (value: unknown, schema: z.ZodObject): readonly Fault[] => {
  const result = schema.safeParse(value);
  return [...(result.success ? [] : faultsOf(schema, value, result.error.issues)), ...contradictionsIn(value)];
};

/** The site as one environment has it: overrides laid over it. */
const inEnvironment = (value: Readonly<Record<string, unknown>>, environment: string): unknown => {
  const own = valueAt(value, ["environments", environment]);
  if (!isPlain(own)) return value;
  const { servers: _servers, ...overrides } = own;
  return mergeDeep(value, overrides);
};

/** Faults that an environment's overrides bring in, told at their place: `environments.production.app.health`. */
const environmentFaults = (
  value: Readonly<Record<string, unknown>>,
  schema: z.ZodObject,
  known: readonly Fault[],
): readonly Fault[] => {
  const environments = valueAt(value, ["environments"]);
  if (!isPlain(environments)) return [];
  const said = new Set(known.map(identify));
  return Object.keys(environments).flatMap((name) =>
    faultsIn(inEnvironment(value, name), schema)
      .filter((fault) => !said.has(identify(fault)))
      .map((fault) => ({ ...fault, where: `environments.${name}.${fault.where}` })),
  );
};

const identify = (fault: Fault): string => `${fault.where}\n${fault.what}`;

const unknownEnvironment = (value: Readonly<Record<string, unknown>>, environment: string): readonly Fault[] => {
  const environments = valueAt(value, ["environments"]);
  const known = ["local", ...(isPlain(environments) ? Object.keys(environments) : [])];
  if (known.includes(environment)) return [];
  const near = nearest(environment, known);
  return [
    {
      code: "USAGE",
      where: "the environment",
      what: `"${environment}" is not described in stead.config.ts.`,
      mend: near
        ? `Did you mean "${near}"?`
        : `There ${known.length === 1 ? "is" : "are"} ${join([...new Set(known)])}; others go into environments.`,
    },
  ];
};
