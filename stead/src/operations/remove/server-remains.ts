import { components } from "../../components/registry.ts";
import { unitsLeaveBehind } from "../../host/ssh/systemd/systemd-units.ts";
import { enginesTarget, serverUnits, UNIT_FOLDER } from "../../host/ssh/systemd/unit-names.ts";
import type { Observed } from "../../plan/observed.ts";
import type { Remains } from "../../plan/plan-removal.ts";
import { serverPlace } from "../../topology/server-place.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";

/** Of what a server's sites share, with their data or without: what goes with this site. */
export interface ServerRemains {
  readonly whole: Remains["whole"];
  readonly emptied: readonly string[];
  readonly commands: Remains["commands"];
}

/** With the last site everything; before that, only what the engines keep of this one among the data of all. */
export const serverRemains = (
  site: Topology,
  place: HostPlace,
  { manifest, neighbours = [] }: Observed,
  data: boolean,
): ServerRemains => {
  if (neighbours.length > 0) return { whole: [], emptied: [], commands: data ? forgetting(site, place.name) : [] };
  const { etc, data: kept, run } = serverPlace(place);
  const passing = Object.values(manifest.entries).flatMap(({ kind, path = "", keep }) =>
    kind === "folder" && keep === undefined && path.startsWith(`${kept}/`) ? [path] : [],
  );
  return {
    whole: [
      ...unitsLeaveBehind(serverUnits).map((path) => ({ path, says: "what holds the server's own units together" })),
      ...passing.map((path) => ({ path, says: "what an engine keeps for a while" })),
      { path: run, says: "the folder of the server's own sockets" },
      ...(data ? [{ path: kept, says: "the engines' data of all sites" }] : []),
    ],
    emptied: [
      `${UNIT_FOLDER}/${enginesTarget(serverUnits)}.wants`,
      `${UNIT_FOLDER}/stead-host-.service.d`,
      `${etc}/bin`,
      etc,
      kept,
    ],
    commands: [],
  };
};

const forgetting = (site: Topology, host: HostName): Remains["commands"] =>
  components.flatMap(({ name, powers }: (typeof components)[number]) => {
    const command = powers?.forget?.(site, host);
    return command
      ? [{ id: `forget ${name}`, says: `Let ${name} forget what it keeps of ${site.site}`, ...command }]
      : [];
  });
