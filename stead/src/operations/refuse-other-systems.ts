import { refuse, type Fault } from "../kernel/errors.ts";
import type { HostPlace, Topology } from "../topology/topology.ts";
import { isServer } from "../topology/servers.ts";

/** What servers were tried with. */
const tried: readonly string[] = ["debian 12", "debian 13"];

/**
 * Throws SYSTEM_UNSUPPORTED for servers that run something else, unless the operator insists, and PORT_TAKEN for those on which
 * another program has a port that visitors or resolvers ask.
 */
export const refuseOtherSystems = ({ hosts }: Topology, insists: boolean): void => {
  const servers = Object.values(hosts).filter(isServer);
  refuse([...(insists ? [] : servers.flatMap(systemFault)), ...servers.flatMap(portFaults)]);
};

const systemFault = ({ name, facts: { system } }: HostPlace): readonly Fault[] =>
  tried.includes(system)
    ? []
    : [
        {
          code: "SYSTEM_UNSUPPORTED",
          where: name,
          what: `runs ${system === "" ? "a system that does not say its name" : system}; Stead was tried on Debian 12 and 13 only.`,
          mend: "Install one of these on it, or go on at your own risk with --unsupported.",
        },
      ];

const portFaults = ({ name, ports, roles, facts: { taken } }: HostPlace): readonly Fault[] =>
  [
    ...(roles.includes("web")
      ? [
          { port: ports.http, use: "visitors" },
          { port: ports.https, use: "visitors" },
        ]
      : []),
    ...(roles.includes("dns") ? [{ port: ports.dns, use: "resolvers" }] : []),
  ].flatMap(({ port, use }) => {
    const holder = taken.find((one) => one.port === port);
    if (!holder) return [];
    return [
      {
        code: "PORT_TAKEN" as const,
        where: `port ${port} on ${name}`,
        what: `is the one that ${use} ask, and ${holder.by} already listens on it.`,
        mend: "Stop that program there and keep it from starting again (systemctl disable --now NAME).",
      },
    ];
  });
