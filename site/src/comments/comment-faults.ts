import { type Faults, faultsOf } from "../web/fields.ts";

const LONGEST_COMMENT = 10_000;

/** What keeps a comment from being published, by field. */
export const commentFaults = (body: string): Faults => faultsOf({ body: bodyFault(body) });

const bodyFault = (body: string): string | undefined => {
  if (body.trim() === "") return "Enter your comment";
  return [...body].length > LONGEST_COMMENT ? `Comment must be ${LONGEST_COMMENT} characters or fewer` : undefined;
};
