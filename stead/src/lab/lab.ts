import { createHash } from "node:crypto";
import type { Delegation } from "./internet/delegation.ts";

/** Where labs, their images and their package cache lie. Only root may look in. */
export const LAB_FOLDER = "/var/lib/stead/lab";

/** Debian releases that a lab's hosts can have, with the names of their suites. */
export const suites = { 12: "bookworm", 13: "trixie" } as const;

export type DebianRelease = keyof typeof suites;

/** One host that a lab is to have. */
export interface LabServer {
  /** As in the spec's `servers`; also its host name. */
  readonly name: string;
  /** IPv4, IPv6 or both. */
  readonly addresses: readonly string[];
  readonly debian: DebianRelease;
  /** Packages that it comes with; undefined: it is bare, as a rented server is. */
  readonly packages?: readonly string[];
  /** Bytes of memory that all its processes have together; undefined: as much as this machine. */
  readonly memory?: number;
}

/** What is noted on disk about a lab, before anything of it is made. */
export interface LabRecord {
  readonly id: string;
  readonly environment: string;
  /** The folder of the site whose lab it is. */
  readonly folder: string;
  readonly servers: readonly LabServer[];
  /** The sites that share it; the one whose command made it is the first. */
  readonly sites: readonly LabSite[];
  /** ISO 8601. */
  readonly since: string;
}

/** A site that lives in a lab. */
export interface LabSite {
  readonly folder: string;
  readonly environment: string;
  /** What stands about its domain in the zone above. */
  readonly delegation: Delegation;
  /** Lines of a zone file that the lab's provider serves for it; undefined: the site serves its domain itself. */
  readonly zone?: string;
}

/** A lab and the names of everything that belongs to it: what carries them is cleared with it, nothing else. */
export interface Lab {
  readonly id: string;
  /** `production-1a2b3c`. */
  readonly name: string;
  readonly home: string;
  /** Its network namespace. */
  readonly network: string;
  /** An ssh configuration that reaches its hosts by name: `ssh -F … web1`. */
  readonly sshConfig: string;
}

/** One host of a lab, with the names of what belongs to it. */
export interface LabHost extends LabServer {
  readonly home: string;
  /** The machine's name for systemd-nspawn: unique on this machine. */
  readonly machine: string;
  /** Its end of the wire on the lab's bridge. */
  readonly link: string;
}

/** The lab of a site's environment; the same two always give the same lab. */
export const labOf = (folder: string, environment: string): Lab => {
  const id = createHash("sha256").update(`${folder}\0${environment}`).digest("hex").slice(0, 6);
  const name = `${environment}-${id}`;
  const home = `${LAB_FOLDER}/${name}`;
  return { id, name, home, network: `stead-lab-${id}`, sshConfig: `${home}/ssh/config` };
};

/** The lab that a record is of. */
export const labOfRecord = ({ folder, environment }: LabRecord): Lab => labOf(folder, environment);

/** The hosts of a lab. A link's name has at most 15 bytes (IFNAMSIZ), so hosts are numbered. */
export const hostsOf = (lab: Lab, servers: readonly LabServer[]): readonly LabHost[] =>
  servers.map((server, index) => ({
    ...server,
    home: `${lab.home}/hosts/${server.name}`,
    machine: `${lab.id}-${index + 1}`,
    link: `vb-${lab.id}-${index + 1}`,
  }));
