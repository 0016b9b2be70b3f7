import type { UnitDefinition } from "../../../state/observations.ts";
import { hashText } from "../../../state/hash.ts";
import { section } from "./unit-text.ts";

/** What a unit file says of itself. */
export interface SteadNotes {
  /** Whether the file is as it was written. */
  readonly untouched: boolean;
  readonly site: string;
  readonly order: number;
  readonly definition: UnitDefinition;
}

/** `text` and a section that systemd passes over, as all whose names begin with X- (systemd.unit(5)). */
export const withNotes = (text: string, { site, order, definition }: Omit<SteadNotes, "untouched">): string => {
  const noted = `${text}${section(NAME, [
    ["Site", site],
    ["Order", String(order)],
    ["Definition", JSON.stringify(definition)],
  ])}`;
  return `${noted}Hash=${hashText(noted)}\n`;
};

const NAME = "X-Stead";

/** Reads it; undefined: there is none, or it was made unreadable. */
export const readNotes = (text: string): SteadNotes | undefined => {
  const lines = text.slice(text.lastIndexOf(`[${NAME}]\n`)).split("\n");
  const value = (key: string): string => lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? "";
  const definition = parsed(value("Definition"));
  const site = value("Site");
  if (definition === undefined || site === "") return undefined;
  const untouched = text.endsWith(`\nHash=${hashText(text.slice(0, text.lastIndexOf("Hash=")))}\n`);
  return { untouched, site, order: Number(value("Order")) || 0, definition };
};

const parsed = (json: string): UnitDefinition | undefined => {
  try {
    const value = JSON.parse(json) as UnitDefinition;
    return typeof value.name === "string" && Array.isArray(value.run) ? value : undefined;
  } catch {
    return undefined;
  }
};
