import type * as z from "zod";
import type { Command, DesiredState, Endpoint } from "../state/vocabulary.ts";
import type { Listener } from "../topology/listeners.ts";
import type { HostName, RoleName, Topology } from "../topology/topology.ts";
import type { BackupCommands } from "./backup-commands.ts";

/** The contract of a component: one engine's room. Pure; it never imports another component, a host or the plan. */
export interface Component {
  readonly name: string;
  /** `host`: no role of a site, but every server that it is on. */
  readonly role: RoleName | "host";
  /** Its top-level keys of the spec. Each is made with `setting(...)`, so that it can be explained. */
  readonly settings: z.ZodRawShape;
  /** The programs it needs, with the oldest version it works with. */
  readonly programs: readonly Program[];
  /** The hosts it plays a part on. */
  place(site: Topology): readonly HostName[];
  /** What a host should have for it; `[]`: plays no part here. */
  desire(site: Topology, host: HostName): DesiredState;
  /** How to see, from outside of it, that it works. */
  checks(site: Topology, host: HostName): readonly Check[];
  /** What its loss would do, and the cure. */
  hazards(site: Topology): readonly Hazard[];
  readonly powers?: Powers;
}

export interface Program {
  /** As in Facts.versions. */
  readonly name: string;
  readonly package: string;
  readonly path: string;
  /** The words that print its version, and where in the output it stands (first capture). */
  readonly version: { readonly run: readonly string[]; readonly pattern: RegExp };
  readonly oldest: string;
  /** Why the site needs it: "serves files and passes requests to the application". */
  readonly why: string;
}

/** Something that must answer. */
export type Check =
  | {
      readonly kind: "http";
      readonly says: string;
      readonly at: Endpoint;
      /** Over TLS, whoever signed the certificate. */
      readonly encrypted?: true;
      readonly host: string;
      readonly path: string;
      readonly expect: readonly number[];
    }
  | {
      readonly kind: "dns";
      readonly says: string;
      readonly at: { readonly address: string; readonly port: number };
      readonly name: string;
      readonly type: "A" | "AAAA" | "CNAME" | "SOA";
      readonly expect: string;
    }
  | {
      readonly kind: "command";
      readonly says: string;
      readonly run: readonly string[];
      readonly account?: string;
      /** What it prints is part of the answer, also when all is well: how far off a clock is. */
      readonly tells?: true;
      /** What to do about it; absent: what one does about an engine. */
      readonly mend?: string;
    };

/** A thing whose loss hurts the site. */
export interface Hazard {
  /** Stable: `unit:nginx`, `host:local`, `growth:cpu`, `maintenance:deploy`. */
  readonly id: string;
  readonly kind: "loss" | "maintenance" | "growth";
  readonly host: HostName;
  /** The unit whose stop makes it true, for kind `loss`. */
  readonly unit?: string;
  /** "nginx on local". */
  readonly what: string;
  /** What visitors see: "Every page fails." */
  readonly effect: string;
  /** What takes the hazard away: "A second web host behind a balancer." */
  readonly cure: string;
  /** Which request fails while it lasts: a page, a name, a log-in; named so that a test can make it. */
  readonly fails: readonly ("static" | "page" | "write" | "name")[];
}

/** A file that a release writes at each switch, and the unit that takes it in with a reload. */
export interface Route {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly account?: string;
  readonly unit: string;
}

/** A record of the domain's zone. */
export interface NameRecord {
  /** The whole name, ASCII, with its last dot. */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  readonly type: string;
  /** As a master file has it (RFC 1035, 5.1); relative names in it are seen from the domain. */
  readonly data: string;
}

/** What a name server of others needs for a copy of the zone. */
export interface Transfer {
  /** ASCII. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** The TSIG key's name on both sides, and the secret that holds it. */
  readonly key: string;
  readonly secret: string;
}

/** Values that let a verb ask for an ability without naming an engine. */
export interface Powers {
  /** What others may reach on a server. */
  readonly opens?: (site: Topology, host: HostName) => readonly Listener[];
  /** An interactive shell of the engine: argv and the account it runs as. */
  readonly shell?: (site: Topology, host: HostName) => { readonly run: readonly string[]; readonly account?: string };
  /** Where requests are led to the loopback ports of a release's instances (`port: true`); undefined: it leads none. */
  readonly route?: (site: Topology, host: HostName, ports: readonly number[]) => Route | undefined;
  /** What `status` tells of a host beside its units: a word, and the command that prints a line about it, whatever its exit status. */
  readonly tells?: (
    site: Topology,
    host: HostName,
  ) => { readonly about: string; readonly run: readonly string[] } | undefined;
  /** Seconds until every visitor sees that the site was closed or opened for maintenance; absent: it does not look. */
  readonly maintenanceSeenAfter?: number;
  /** Prints a text that changes when the database's schema does, and only then; undefined: there is no database. */
  readonly schema?: (site: Topology, host: HostName) => Command | undefined;
  /** The records of the domain's zone, wherever it is served: of our own authority only where it is ours. */
  readonly names?: (site: Topology) => readonly NameRecord[];
  /** Who else serves the zone, and with which key. */
  readonly transfers?: (site: Topology) => readonly Transfer[];
  /** Prints the digests of the keys that sign the zone, as CDS records at the end of its lines; undefined: it is not signed. */
  readonly signer?: (site: Topology, host: HostName) => Command | undefined;
  /** Who is told when something goes wrong; undefined: nobody is. */
  readonly notices?: (site: Topology, host: HostName) => Notices | undefined;
  /** Takes away what an engine that several sites share keeps of this one; run as root once its configuration is gone. */
  readonly forget?: (site: Topology, host: HostName) => { readonly run: readonly string[] } | undefined;
  /** How its data is backed up and restored; undefined: it is not. */
  readonly backup?: (site: Topology, host: HostName) => BackupCommands | undefined;
}

/** How somebody is told what goes wrong on a host. */
export interface Notices {
  /** Those who are told, for people. No secret stands in it: `ops@example.org`, `a webhook of chat.example.org`. */
  readonly to: readonly string[];
  /** Tells them that this is a test; what did not get through stands on its second output. */
  readonly test: readonly string[];
  /** Prints `SECONDS SENTENCE` for each thing that is wrong: when it began, and what was told of it. */
  readonly told: readonly string[];
}
