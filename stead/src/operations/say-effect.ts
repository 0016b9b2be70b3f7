import { join } from "../kernel/text.ts";
import type { Effect } from "../spec/setting.ts";

/** What a change of a setting does to the running site, as a sentence. */
export const sayEffect = (effect: Effect): string => {
  const parts = Object.entries(effect).map(([unit, what]) => clauses[what](unit === "app" ? "the application" : unit));
  if (parts.length === 0) return "No running process notices a change.";
  return `A change ${join(parts)}.`;
};

const clauses = {
  reload: (unit: string) => `reloads ${unit} (no request is lost)`,
  restart: (unit: string) => `restarts ${unit}`,
  replace: (unit: string) => `replaces the processes of ${unit} as a deploy does (no request is lost)`,
} satisfies Record<Effect[string], (unit: string) => string>;
