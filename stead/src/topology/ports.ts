import { refuse, type Fault } from "../kernel/errors.ts";
import type { Facts } from "./facts.ts";

/** Where each port of `local` begins to look when nothing is configured. */
const firstChoice = { http: 8080, dns: 5300 } as const;

type PortName = keyof typeof firstChoice;

export type Ports = Readonly<Record<PortName, number>>;

/** A server's ports are those that visitors and resolvers know: RFC 9110, 4.2.1 and RFC 1035, 4.2. */
export const serverPorts: Ports = { http: 80, dns: 53 };

/**
 * Chooses the ports of `local`: the configured one, else the one the site already has, else the first free one.
 * Throws PORT_TAKEN, naming the process, when a configured port is another's.
 */
export const choosePorts = (configured: { readonly [Name in PortName]?: number | undefined }, facts: Facts): Ports => {
  refuse(takenFaults(configured, facts));
  const takenByOthers = facts.taken.map(({ port }) => port);
  const http = configured.http ?? choose("http", facts, [...takenByOthers, configured.dns]);
  const dns = configured.dns ?? choose("dns", facts, [...takenByOthers, http]);
  return { http, dns };
};

const takenFaults = (
  configured: { readonly [Name in PortName]?: number | undefined },
  facts: Facts,
): readonly Fault[] =>
  (["http", "dns"] as const).flatMap((name) => {
    const holder = facts.taken.find(({ port }) => port === configured[name]);
    return holder
      ? [
          {
            code: "PORT_TAKEN" as const,
            where: `ports.${name}`,
            what: `is ${holder.port}, on which ${holder.by} already listens.`,
            mend: `Stop that process, choose another port, or take ports.${name} out: Stead then takes a free one.`,
          },
        ]
      : [];
  });

const choose = (name: PortName, facts: Facts, avoid: readonly (number | undefined)[]): number => {
  const own = facts.ports[name];
  if (own !== undefined && !avoid.includes(own)) return own;
  let port: number = firstChoice[name];
  while (avoid.includes(port)) port += 1;
  return port;
};
