import { plural } from "../../kernel/text.ts";
import type { PlanResult, SaidChange } from "../../operations/plan.ts";
import type { Paint } from "./screen.ts";

/** A plan for people: a line for each change, and how it is made. `maker`: the command that makes it; "": it is at work. */
export const sayPlanned = ({ changes }: PlanResult, paint: Paint, maker: string): string =>
  changes.length === 0
    ? `${paint("green", "✔")} Nothing to change: the site is what stead.config.ts says.`
    : [
        ...changes.map((change) => sayChange(change, paint)),
        "",
        ...(maker === "" ? [] : [`${plural(changes.length, "change")}. \`${maker}\` makes exactly these.`]),
      ].join("\n");

/** What visitors would notice is the one thing that must not be overlooked. */
const sayChange = ({ says, disrupts }: SaidChange, paint: Paint): string =>
  disrupts === "nothing" ? `  ${says}` : `  ${says} ${paint("yellow", `(interrupts ${disrupts})`)}`;
