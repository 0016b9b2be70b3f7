import type { Fault } from "../../kernel/errors.ts";
import type { Paint } from "./screen.ts";

/** Every fault of a refusal: where and what, how to mend it, then the evidence, indented. */
export const sayFaults = (faults: readonly Fault[], paint: Paint): string =>
  [...faults.map((fault) => sayOne(fault, paint)), ...count(faults)].join("\n\n");

const sayOne = (fault: Fault, paint: Paint): string =>
  [
    `${paint("red", "✖")} ${paint("bold", fault.where)}: ${fault.what} ${paint("dim", `[${fault.code}]`)}`,
    ...fault.mend.split("\n").map((line) => `  ${line}`),
    ...(fault.lines ?? []).map((line) => paint("dim", `    ${line}`)),
  ].join("\n");

const count = (faults: readonly Fault[]): readonly string[] =>
  faults.length > 1 ? [`${faults.length} faults in all.`] : [];
