import * as z from "zod";
import { sayType } from "./say-type.ts";
import { childOf, keysOf, unwrap } from "./schema-tree.ts";
import type { Effect } from "./setting.ts";

/** Everything about one setting, as plain data: what `explain`, the reference page and the effect test read. */
export interface SettingInfo {
  /** `app.health`. */
  readonly path: string;
  readonly about: string;
  /** In words: `text`, `whole number`, `"www" or "apex"`. */
  readonly type: string;
  readonly required: boolean;
  /** Absent: none. */
  readonly default?: unknown;
  readonly example: unknown;
  readonly effect: Effect;
  /** The inner fields of a setting that holds objects: `workers.NAME.run`. */
  readonly fields: readonly FieldInfo[];
}

export interface FieldInfo {
  readonly path: string;
  readonly about: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
}

/** All settings below a schema, in the order they are written. A key that is neither setting nor group of settings is left out. */
export const listSettings = (schema: z.ZodObject, above = ""): readonly SettingInfo[] =>
  Object.entries(schema.shape).flatMap(([key, child]) => {
    const { core, meta } = unwrap(child);
    const path = above === "" ? key : `${above}.${key}`;
    if (!meta) return core instanceof z.ZodObject ? listSettings(core, path) : [];
    return [{ ...describe(path, child), ...meta, fields: listFields(core, path) }];
  });

/** Groups of settings (`app`, `database`, `ports`) with what they are about. */
export const listGroups = (schema: z.ZodObject): readonly { readonly path: string; readonly about: string }[] =>
  Object.entries(schema.shape).flatMap(([path, child]) => {
    const { core, meta, description } = unwrap(child);
    return !meta && core instanceof z.ZodObject ? [{ path, about: description ?? "" }] : [];
  });

const describe = (path: string, schema: z.core.$ZodType) => {
  const { core, optional, fallback } = unwrap(schema);
  return { path, type: sayType(core), required: !optional, ...(fallback === undefined ? {} : { default: fallback }) };
};

const listFields = (core: z.core.$ZodType, path: string): readonly FieldInfo[] => {
  if (core instanceof z.ZodRecord) return fieldsBelow(core.valueType, `${path}.NAME`);
  if (core instanceof z.ZodArray) return fieldsBelow(core.element, `${path}[]`);
  return fieldsBelow(core, path);
};

const fieldsBelow = (schema: z.core.$ZodType, path: string): readonly FieldInfo[] =>
  keysOf(schema).flatMap((key) => {
    const child = childOf(schema, key);
    if (!child) return [];
    const { core, description } = unwrap(child);
    const below = `${path}.${key}`;
    return [{ ...describe(below, child), about: description ?? "" }, ...listFields(core, below)];
  });
