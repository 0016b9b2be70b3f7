import type { Report } from "../../kernel/report.ts";

/** The words of a step. */
export interface StepWords {
  readonly step: string;
  readonly says: string;
  /** What is told when it ended well. */
  readonly ended: string;
}

/** Work as a step of the report; `say` tells where it is. */
export const saying = async <Result>(
  report: Report,
  { step, says, ended }: StepWords,
  work: (say: (line: string) => void) => Promise<Result>,
): Promise<Result> => {
  report({ kind: "begin", step, says });
  const began = performance.now();
  try {
    const result = await work((line) => report({ kind: "note", step, says: line }));
    report({ kind: "end", step, says: ended, seconds: (performance.now() - began) / 1000 });
    return result;
  } catch (error) {
    report({ kind: "fail", step, says });
    throw error;
  }
};
