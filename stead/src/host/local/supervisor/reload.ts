import type { UnitDefinition } from "../../../state/observations.ts";
import { reloadRefused } from "../../unit-faults.ts";
import { signalOne, type ProcessId } from "../processes.ts";
import { tryCommand } from "./try-command.ts";

/** Lets a process take in its configuration, its own way. Throws COMMAND_FAILED when it refuses or has no way. */
export const reloadProcess = async (definition: UnitDefinition, { pid }: ProcessId): Promise<void> => {
  const { reload, name } = definition;
  if (reload === undefined) throw reloadRefused(name, "It cannot take in new configuration while it runs.");
  if ("signal" in reload) return signalOne(pid, reload.signal);
  const failure = await tryCommand(reload.run, definition);
  if (failure !== undefined) throw reloadRefused(name, `It did not take in its configuration: ${failure}.`);
};
