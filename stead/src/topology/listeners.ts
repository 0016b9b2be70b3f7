import type { HostPlace, RoleName } from "./topology.ts";

/** A port that a host has open to the world. */
export interface Listener {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  /** What it is for: "the website". */
  readonly says: string;
}

/**
 * What the engines of a host listen on for everybody: by its roles, on the ports of its place. The application and the database
 * listen on sockets and loopback only. The names of ports are those of `HostPlace.ports`, so that a new one is seen here.
 */
export const publicListeners = ({ roles, ports }: Pick<HostPlace, "roles" | "ports">): readonly Listener[] =>
  Object.entries(ports).flatMap(([name, port]) => {
    const use = uses[name as keyof HostPlace["ports"]];
    if (port === undefined || !use || !use.roles.some((role) => roles.includes(role))) return [];
    return use.protocols.map((protocol) => ({ port, protocol, says: use.says }));
  });

interface Use {
  readonly roles: readonly RoleName[];
  readonly protocols: readonly Listener["protocol"][];
  readonly says: string;
}

/** Of each port of a place: who listens on it. RFC 7766, 5: a name server answers over TCP as well. */
const uses = {
  http: { roles: ["web", "balancer"], protocols: ["tcp"], says: "the website" },
  dns: { roles: ["dns"], protocols: ["udp", "tcp"], says: "the name server" },
  // Loopback only.
  mail: undefined,
} as const satisfies { readonly [Name in keyof Required<HostPlace["ports"]>]: Use | undefined };
