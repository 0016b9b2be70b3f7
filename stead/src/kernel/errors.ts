import { errorCodes, type ErrorCode } from "./error-codes.ts";

/** One thing that is wrong, for a person: where, what, and how to mend it. Sentences end with a full stop. */
export interface Fault {
  readonly code: ErrorCode;
  /** The place: a path in the spec (`app.health`), a file, a unit, a host. */
  readonly where: string;
  readonly what: string;
  readonly mend: string;
  /** Evidence, such as the last log lines of an instance. Printed below, indented. */
  readonly lines?: readonly string[];
  /** What a process that is not ready did instead, for a caller that can say more about it. */
  readonly instead?: Instead;
}

export interface Instead {
  /** How it ended: "exit status 1", "signal SIGKILL". Absent: it lives. */
  readonly ended?: string;
  /** Where it listens: a socket's path, or `ADDRESS:PORT` (`[::]:3000`). */
  readonly listens: readonly string[];
}

/** All faults of one refusal. Thrown once everything has been looked at, so that a user mends them in one go. */
export class SteadError extends Error {
  readonly faults: readonly Fault[];

  constructor(first: Fault, ...more: readonly Fault[]) {
    super([first, ...more].map(sayFault).join("\n"));
    this.name = "SteadError";
    this.faults = [first, ...more];
  }

  /** The command's exit status: that of the first fault. */
  get exitCode(): number {
    return errorCodes[this.faults[0]?.code ?? "COMMAND_FAILED"];
  }
}

/** `app.health: is "x". Write a path …  [SPEC_INVALID]`, with its evidence below. */
export const sayFault = (fault: Fault): string =>
  [
    `${fault.where}: ${fault.what} [${fault.code}]`,
    `  ${fault.mend}`,
    ...(fault.lines ?? []).map((line) => `    ${line}`),
  ].join("\n");

/** Throws all faults at once, or returns when there is none. */
export const refuse = (faults: readonly Fault[]): void => {
  const [first, ...more] = faults;
  if (first) throw new SteadError(first, ...more);
};
