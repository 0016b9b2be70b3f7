import type * as z from "zod";
import type { siteSchema } from "../components/registry.ts";

type Written = z.input<typeof siteSchema>;

/** What a stead.config.ts describes. `stead explain` tells about each setting. */
export type SiteConfig = Omit<Written, "environments"> & {
  /** Named sets of servers, each with whatever settings differ there. */
  readonly environments?: Readonly<Record<string, Environment>>;
};

/** One environment: its servers, and overrides of any setting. */
export type Environment = Partial<Pick<NonNullable<Written["environments"]>[string], "servers">> &
  Overrides<Omit<Written, "environments">>;

/** Any part of a value, at any depth; lists and scalars are replaced whole. */
type Overrides<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]?: Overrides<Value[Key]> }
    : Value;
