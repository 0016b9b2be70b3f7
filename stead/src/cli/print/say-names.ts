import { recordLines, type NamesReport } from "../../operations/names/names-report.ts";
import type { Paint } from "./screen.ts";
import { wrap } from "./wrap.ts";

/** What the world is told about the domain: records to create, then what is wrong, with its cure. */
export const sayNames = (
  report: NamesReport | undefined,
  paint: Paint,
  columns: number,
  which: "missing" | "all" = "missing",
): readonly string[] => {
  if (!report) return [];
  const width = Math.min(columns, 100) - 4;
  const line = (mark: string, says: string, mend: string): readonly string[] => [
    `  ${mark} ${wrap(says, width, 4)}`,
    `    ${paint("dim", wrap(`→ ${mend}`, width, 4))}`,
  ];
  return [
    ...(report.records.length > 0 && (which === "all" || report.verdict !== "right")
      ? ["", ...recordLines(report.records)]
      : []),
    ...report.problems.flatMap(({ says, mend }) => line(paint("red", "●"), says, mend)),
    ...report.warnings.flatMap(({ says, mend }) => line(paint("yellow", "●"), says, mend)),
    ...(report.verdict === "unknown" ? [`  ${paint("dim", "The domain's name servers were not asked.")}`] : []),
  ];
};
