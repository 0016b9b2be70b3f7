import type { UnitDefinition } from "../../../state/observations.ts";
import { section } from "./unit-text.ts";

/** What a unit file says of itself. */
export interface SteadNotes {
  readonly site: string;
  readonly order: number;
  readonly definition: UnitDefinition;
}

/** A section that systemd passes over, as all whose names begin with X- (systemd.unit(5)). */
export const steadSection = (site: string, definition: UnitDefinition, order: number): string =>
  section(NAME, [
    ["Site", site],
    ["Order", String(order)],
    ["Definition", JSON.stringify(definition)],
  ]);

const NAME = "X-Stead";

/** Reads it; undefined: there is none, or it was made unreadable. */
export const readSteadSection = (text: string): SteadNotes | undefined => {
  const lines = text.slice(text.lastIndexOf(`[${NAME}]\n`)).split("\n");
  const value = (key: string): string => lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? "";
  const definition = parsed(value("Definition"));
  const site = value("Site");
  return definition === undefined || site === "" ? undefined : { site, order: Number(value("Order")) || 0, definition };
};

const parsed = (json: string): UnitDefinition | undefined => {
  try {
    const value = JSON.parse(json) as UnitDefinition;
    return typeof value.name === "string" && Array.isArray(value.run) ? value : undefined;
  } catch {
    return undefined;
  }
};
