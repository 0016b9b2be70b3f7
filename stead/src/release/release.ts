import type { Report } from "../kernel/report.ts";
import type { Host } from "../host/host.ts";
import type { Instances } from "../state/vocabulary.ts";
import type { HostName, HostPlace, Topology } from "../topology/topology.ts";

/** What every step of a release needs. The caller holds the lock. */
export interface ReleaseContext {
  readonly site: Topology;
  /** The hosts that play the role `app` (for a static site: `web`). Written for a fleet; all or nothing. */
  readonly hosts: ReadonlyMap<HostName, Host>;
  /** The Instances value of each host's desired state. */
  readonly instances: ReadonlyMap<HostName, Instances>;
  /** Where releases are built, when not on a host of the site itself. */
  readonly builder?: Builder;
  /** The folder of the site on the operator's machine: that of its stead.config.ts. */
  readonly folder: string;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly log: BoundaryLog;
}

/** A machine that releases are built on and shipped from; of its place, only the folder of releases counts. */
export interface Builder {
  readonly host: Host;
  readonly place: HostPlace;
  /** Whether files that differ from the commit may be released. */
  readonly dirty: boolean;
}

/** The apply log, as far as a release needs it: one line at each boundary, written before the work goes on. */
export interface BoundaryLog {
  boundary(id: string, phase: "begin" | "end"): void;
}

/** What a verb tells about a release: plain data. */
export interface ReleaseInfo {
  /** `20261123-120501-ab12cd`: when it was built (UTC), and the start of the hash of what it was built from. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly commit?: string;
  /** Whether files differed from that commit; undefined without git. */
  readonly dirty?: boolean;
  readonly serving: boolean;
  readonly sizeBytes: number;
  /** Sentences to know: the schema has moved on; the content is that of the release before. */
  readonly remarks: readonly string[];
}

/** The serving generation of a host: RUN/current leads to it. */
export interface CurrentRelease {
  readonly id: string;
  /** Folder below RUN and part of its unit names: `ID`, or `ID.2` when the same build was started anew. */
  readonly generation: string;
  /** `instancesHash` of the Instances value it runs with. */
  readonly instancesHash: string;
  /** By name, the versions of the secrets that it was started with. */
  readonly secrets?: Readonly<Record<string, string>>;
}
