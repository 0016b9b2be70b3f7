import { join } from "../../kernel/text.ts";
import { bothWays, type NamesReport } from "../names/names-report.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** What the world is told about the domain, as findings. */
export const findingsOfNames = (report: NamesReport | undefined, domain: string): readonly Finding[] => {
  if (!report) return [];
  if (report.verdict === "unknown")
    return [
      warning(
        "names",
        `The name servers of ${bothWays(domain)} cannot be asked from here.`,
        "Try from a network that lets DNS (port 53) out.",
      ),
    ];
  return [
    ...(report.verdict === "right"
      ? [ok("names", `The world finds ${bothWays(domain)}, by the word of ${join(report.servers)}.`)]
      : report.problems.map(({ says, mend }) => fault("names", says, mend))),
    ...report.warnings.map(({ says, mend }) => warning("names", says, mend)),
  ];
};
