import type { CoreSettings } from "./core.ts";

/** One environment of a site, validated: defaults filled in, the environment's overrides merged. */
export interface Spec {
  readonly environment: string;
  /** The core settings with their types; those of components as `settingsOf` gives them back. */
  readonly settings: CoreSettings & Readonly<Record<string, unknown>>;
}
