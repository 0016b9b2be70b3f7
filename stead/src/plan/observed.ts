import type { Entry, UnitStatus } from "../state/observations.ts";

/** What one host has. Observed afresh by every verb; nothing is remembered on the operator's machine. */
export interface Observed {
  readonly installed: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly entries: ReadonlyMap<string, Entry | undefined>;
  /** Ids of Ensure values whose check passed. */
  readonly met: ReadonlySet<string>;
  readonly units: readonly UnitStatus[];
  readonly manifest: Manifest;
  /** What the other sites of this host have there by Stead's hand. */
  readonly neighbours?: readonly Manifest[];
  /** By id: sha256 of the content that a file with secrets should have; absent while one of its secrets is not made yet. */
  readonly rendered?: ReadonlyMap<string, string>;
  /** The id of the release that last served here, and is kept; also when nothing runs. */
  readonly kept?: string;
  /** The serving release, and the hash of the Instances value it runs with. */
  readonly release?: {
    readonly id: string;
    readonly instancesHash: string;
    /** By name, the versions of the secrets that it was started with. */
    readonly secrets?: Readonly<Record<string, string>>;
  };
  /** By name, the versions of the application's secrets as they are kept now. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What Stead wrote on a host: `etc/manifest.json`. */
export interface Manifest {
  readonly stead: string;
  readonly site: string;
  readonly entries: Readonly<Record<string, ManifestEntry>>;
}

/** By value id. */
export interface ManifestEntry {
  readonly kind: "file" | "folder" | "secret" | "unit" | "ensure";
  readonly path?: string;
  /** sha256 of what was written, secrets filled in; absent: Stead was about to write it. */
  readonly hash?: string;
  /** sha256 of what stood there before, while a verb is at work: after a crash either may be found. */
  readonly was?: string;
  /** sha256 of the desired value itself (secrets as references): tells a changed wish from a changed file. */
  readonly source: string;
  readonly keep?: true;
  /** The machine's own: it stays while a neighbour wants it too. */
  readonly shared?: true;
  /** What no other site of the machine can have meanwhile. */
  readonly takes?: readonly string[];
  /** What takes it away, and how it is called. */
  readonly unmake?: readonly string[];
  readonly says?: string;
}
