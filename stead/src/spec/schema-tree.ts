import * as z from "zod";
import { settingRegistry, type SettingMeta } from "./setting.ts";

/** A schema without its wrappers (optional, default, pipe), and what the wrappers said. */
export interface Unwrapped {
  readonly core: z.core.$ZodType;
  readonly optional: boolean;
  /** The default, when there is one. */
  readonly fallback?: unknown;
  readonly meta?: SettingMeta;
  readonly description?: string;
}

export const unwrap = (schema: z.core.$ZodType): Unwrapped => {
  const meta = settingRegistry.get(schema);
  const description = z.globalRegistry.get(schema)?.description;
  const own = { ...(meta ? { meta } : {}), ...(description ? { description } : {}) };
  const step = peel(schema);
  if (!step) return { core: schema, optional: false, ...own };
  const inner = unwrap(step.inner);
  return {
    ...inner,
    ...own,
    optional: inner.optional || step.optional,
    ...("fallback" in step ? { fallback: step.fallback } : {}),
  };
};

const peel = (
  schema: z.core.$ZodType,
): { readonly inner: z.core.$ZodType; readonly optional: boolean; readonly fallback?: unknown } | undefined => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { inner: schema.def.innerType, optional: true, fallback: schema.def.defaultValue };
  }
  if (schema instanceof z.ZodOptional) return { inner: schema.def.innerType, optional: true };
  if (schema instanceof z.ZodNullable) return { inner: schema.def.innerType, optional: true };
  if (schema instanceof z.ZodReadonly) return { inner: schema.def.innerType, optional: false };
  if (schema instanceof z.ZodPipe) return { inner: schema.def.in, optional: false };
  return undefined;
};

/** The schema below a key, or undefined. */
export const childOf = (schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined => {
  const { core } = unwrap(schema);
  if (core instanceof z.ZodObject) return core.shape[String(key)];
  if (core instanceof z.ZodRecord) return core.valueType;
  if (core instanceof z.ZodArray) return core.element;
  if (core instanceof z.ZodUnion)
    return core.options.map((option) => childOf(option, key)).find((child) => child !== undefined);
  return undefined;
};

/** The keys that an object's schema knows. */
export const keysOf = (schema: z.core.$ZodType): readonly string[] => {
  const { core } = unwrap(schema);
  if (core instanceof z.ZodObject) return Object.keys(core.shape);
  if (core instanceof z.ZodUnion) return core.options.flatMap((option) => keysOf(option));
  return [];
};
