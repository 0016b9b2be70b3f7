import { SteadError } from "../../kernel/errors.ts";
import { enterLab } from "../../lab/enter.ts";
import { openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

/** Runs a command of this machine as a client in the lab's network, on the operator's own terminal; its exit status. */
export const labRun = async (
  wish: LabWish,
  command: readonly string[],
  options: { readonly trust: boolean },
): Promise<number> => {
  if (command.length === 0) throw noCommand();
  const { machine, lab } = await openLab(wish);
  return machine.attach(enterLab(lab, command, options));
};

const noCommand = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead lab run",
    what: "does not say what to run.",
    mend: "Write the command after --: stead lab run -- curl http://www.foobar.com/.",
  });
