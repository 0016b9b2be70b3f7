import * as z from "zod";
import { join } from "../kernel/text.ts";
import { unwrap } from "./schema-tree.ts";

/** A schema's type in words, as a noun: `text`, `whole number`, `list of text`, `"www" or "apex"`. */
export const sayType = (schema: z.core.$ZodType): string => {
  const { core } = unwrap(schema);
  if (core instanceof z.ZodEnum || core instanceof z.ZodLiteral) return join(literalsOf(core).map(quote), "or");
  if (core instanceof z.ZodUnion) return join([...new Set(core.options.map((option) => sayType(option)))], "or");
  if (core instanceof z.ZodArray) return `list of ${sayType(core.element)}`;
  if (core instanceof z.ZodRecord) return `object { NAME: ${sayType(core.valueType)} }`;
  if (core instanceof z.ZodObject) return `object { ${Object.keys(core.shape).join(", ")} }`;
  if (core instanceof z.ZodNumber) return core.isInt ? "whole number" : "number";
  if (core instanceof z.ZodTuple) return `list of ${core.def.items.map((item) => sayType(item)).join(" and ")}`;
  return typeWords[core._zod.def.type] ?? core._zod.def.type;
};

const literalsOf = (core: z.ZodEnum | z.ZodLiteral): readonly unknown[] =>
  core instanceof z.ZodEnum ? core.options : [...core.values];

const quote = (value: unknown): string =>
  typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));

const typeWords: Partial<Record<z.core.$ZodTypeDef["type"], string>> = {
  string: "text",
  boolean: "true or false",
  number: "number",
  int: "whole number",
  any: "anything",
  unknown: "anything",
  template_literal: "text",
};
