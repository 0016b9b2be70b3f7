import type { Probe } from "../../../state/vocabulary.ts";
import { listeningOf } from "../listening.ts";
import type { ProcessId } from "../processes.ts";

/** undefined when the unit's own processes listen on the port its probe asks; else that another's do, for a person. */
export const listensItself = (leader: ProcessId, probe: Probe): string | undefined => {
  if (probe.kind === "command" || "socket" in probe.at) return undefined;
  const { port } = probe.at;
  const own = listeningOf(leader).some((at) => "port" in at && at.port === port);
  return own ? undefined : `another program answers on port ${port}`;
};
