import { refuse, type Fault } from "../kernel/errors.ts";
import { hashText } from "../state/hash.ts";
import type { Facts } from "./facts.ts";

/** The ports that people expect on `local`; when they are taken, the next free ones. */
export const firstChoice = { http: 8080, dns: 5300 } as const;

/**
 * Only the application speaks with the mail catcher, through SMTP_URL: each site begins to look at a place of its own, so
 * that two that come up at the same moment do not choose the same. Below the ports that Linux gives to clients (32768).
 */
const firstMail = ({ home }: Facts): number => 20_000 + (Number.parseInt(hashText(home).slice(0, 8), 16) % 10_000);

type PortName = keyof typeof firstChoice | "mail";
type Configured = { readonly [Name in PortName]?: number | undefined };

/** A server's ports are those that visitors and resolvers know: RFC 9110, 4.2.1 and 4.2.2, and RFC 1035, 4.2. */
export const serverPorts = { http: 80, https: 443, dns: 53 } as const;

/**
 * Chooses the ports of `local`: the configured one, else the one the site already has, else the first free one.
 * Throws PORT_TAKEN, naming the process, when a configured port is another's.
 */
export const choosePorts = (configured: Configured, facts: Facts): Readonly<Record<PortName, number>> => {
  refuse(portNames.flatMap((name) => takenFault(name, configured[name], facts)));
  const used = new Set([...facts.taken.map(({ port }) => port), ...Object.values(configured)]);
  const chosen = portNames.map((name) => {
    const port = configured[name] ?? choose(name, facts, used);
    used.add(port);
    return [name, port] as const;
  });
  return Object.fromEntries(chosen) as Record<PortName, number>;
};

const portNames = ["http", "dns", "mail"] as const satisfies readonly PortName[];

const takenFault = (name: PortName, port: number | undefined, facts: Facts): readonly Fault[] => {
  const holder = port === undefined ? undefined : facts.taken.find((taken) => taken.port === port);
  if (!holder) return [];
  return [
    {
      code: "PORT_TAKEN",
      where: `ports.${name}`,
      what: `is ${holder.port}, on which ${holder.by} already listens.`,
      mend: `Stop that process, choose another port, or take ports.${name} out: Stead then takes a free one.`,
    },
  ];
};

const choose = (name: PortName, facts: Facts, avoid: ReadonlySet<number | undefined>): number => {
  const own = facts.ports[name];
  if (own !== undefined && !avoid.has(own)) return own;
  let port: number = name === "mail" ? firstMail(facts) : firstChoice[name];
  while (avoid.has(port)) port += 1;
  return port;
};
