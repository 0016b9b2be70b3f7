import { settingsOf } from "../../spec/settings-of.ts";
import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";
import { databaseHosts } from "./desire.ts";
import { mariadbSettings } from "./settings.ts";

/** One server holds the data, so its loss stops every write. */
export const mariadbHazards = (site: Topology): readonly Hazard[] =>
  databaseHosts(site).flatMap((host): readonly Hazard[] => {
    const { memory, connections } = settingsOf(site, mariadbSettings).mariadb;
    const it = { host, what: `MariaDB on ${host}` };
    return [
      {
        ...it,
        id: "unit:mariadb",
        kind: "loss",
        unit: "mariadb",
        effect: "Nobody can log in or write, and pages that read the database fail. Static files go on.",
        cure: "Three database servers with Galera, of which one may be lost.",
        fails: ["write"],
      },
      {
        ...it,
        id: "maintenance:mariadb",
        what: `A restart of MariaDB on ${host}`,
        kind: "maintenance",
        unit: "mariadb",
        effect: "A changed setting or an update of the package needs one; it interrupts what its loss would.",
        cure: "Three database servers, restarted one after the other.",
        fails: ["write"],
      },
      {
        ...it,
        id: "growth:mariadb-connections",
        what: `Connections to MariaDB on ${host}`,
        kind: "growth",
        effect: `It takes ${connections} connections at once (mariadb.connections); further ones are refused.`,
        cure: "Raise mariadb.connections, or let each instance keep fewer connections.",
        fails: ["write"],
      },
      {
        ...it,
        id: "growth:mariadb-memory",
        what: `The memory of MariaDB on ${host}`,
        kind: "growth",
        effect: `It keeps ${memory} MB of tables in memory (mariadb.memory); beyond that, reads wait for the disk.`,
        cure: "Raise mariadb.memory as far as the server's memory allows.",
        fails: [],
      },
    ];
  });
