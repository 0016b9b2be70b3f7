import { CommanderError } from "commander";
import { SteadError, type Fault } from "../kernel/errors.ts";
import { sayFaults } from "./print/faults.ts";
import { painter, type Screen } from "./print/screen.ts";

/** Prints what went wrong, and returns the exit status that says so. */
export const tellFailure = (error: unknown, screen: Screen): number => {
  const refusal = error instanceof SteadError ? error : asRefusal(error);
  const code = refusal.faults[0]?.code;
  if (screen.json) screen.print(JSON.stringify({ error: { code, faults: refusal.faults } }));
  else screen.remark(sayFaults(refusal.faults, painter(process.stderr)));
  return refusal.exitCode;
};

const asRefusal = (error: unknown): SteadError =>
  new SteadError(error instanceof CommanderError ? usageFault(error) : ownFault(error));

/** The parser's message has the nearest name in brackets on a second line. */
export const usageFault = (error: CommanderError): Fault => {
  const [what = "", nearest = ""] = error.message.replace(/^error: /, "").split("\n");
  const hint = nearest.replace(/^\(|\)$/g, "");
  return {
    code: "USAGE",
    where: "command line",
    what: `${what.replace(/\.$/, "")}.`,
    mend: [hint, "`stead --help` lists the verbs, `stead VERB --help` what each takes."]
      .filter((line) => line !== "")
      .join(" "),
  };
};

/** Anything else is a fault of Stead's own: the stack is the evidence. */
const ownFault = (error: unknown): Fault => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    code: "COMMAND_FAILED",
    where: "stead",
    what: `failed in a way it should not: ${message.replace(/\.$/, "")}.`,
    mend: "This is a fault of Stead itself. Please report it with the lines below; `stead doctor` shows the state of this machine.",
    lines: (stack ?? "")
      .split("\n")
      .slice(0, 9)
      .map((line) => line.trim()),
  };
};
