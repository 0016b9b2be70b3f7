import type * as z from "zod";

/** A component's own part of the validated spec, with its types back. */
export const settingsOf = <Shape extends z.ZodRawShape>(
  site: { readonly settings: Readonly<Record<string, unknown>> },
  // Only its type is needed: the values were validated by the schema that the registry joins from these shapes.
  _shape: Shape,
): z.infer<z.ZodObject<Shape>> => site.settings as z.infer<z.ZodObject<Shape>>;
