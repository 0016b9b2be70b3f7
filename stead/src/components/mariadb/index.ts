import type { Check, Component } from "../component.ts";
import { ownedBy } from "../../topology/account.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import { databaseHosts, desireMariadb } from "./desire.ts";
import { mariadbHazards } from "./hazards.ts";
import { clientCommand } from "./paths.ts";
import { schemaCommand } from "./schema.ts";
import { mariadbSettings } from "./settings.ts";

/** MariaDB: the site's database, reached over a socket, with an account of its own for the application. */
export const mariadb = {
  name: "mariadb",
  role: "database",
  settings: mariadbSettings,
  programs: [
    {
      name: "mariadb",
      package: "mariadb-server-core",
      path: "/usr/sbin/mariadbd",
      version: { run: ["/usr/sbin/mariadbd", "--version"], pattern: /Ver (\d+\.\d+\.\d+)-MariaDB/u },
      oldest: "10.11.8",
      why: "keeps the application's data",
    },
  ],
  place: databaseHosts,
  desire: desireMariadb,
  checks: (site, host) => (databaseHosts(site).includes(host) ? answers(site, host) : []),
  hazards: mariadbHazards,
  powers: { shell, schema: schemaCommand },
} satisfies Component;

const answers = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place) return [];
  return [
    {
      kind: "command",
      says: "MariaDB answers",
      run: clientCommand(place, "--execute=SELECT 1"),
      ...ownedBy(place, "database"),
    },
  ];
};

/** As administrator: who may type here may read the data's files anyway. */
function shell(site: Topology, host: HostName): { readonly run: readonly string[]; readonly account?: string } {
  const place = site.hosts[host];
  if (!place || !site.database) return { run: [] };
  return {
    run: clientCommand(place, `--database=${site.database.name}`),
    ...ownedBy(place, "database"),
  };
}
