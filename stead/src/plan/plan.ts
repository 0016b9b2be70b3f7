import type { Command, File, Folder, Guard, Instances, Package, SecretValue, Unit, User } from "../state/vocabulary.ts";

/** Ordered changes between observed and desired state. `plan` prints the sentences; `up` prints them and performs them. */
export interface Plan {
  readonly changes: readonly Change[];
}

export interface Change {
  /** `HOST/ID` of the value it is about: the boundary's name in the apply log. */
  readonly id: string;
  readonly host: string;
  /** "Create the configuration of nginx (etc/nginx/nginx.conf)". */
  readonly says: string;
  /** What visitors notice: "nothing", or the unit's own words. */
  readonly disrupts: string;
  /** Ids of changes that must be done before this one; those without an order between them may run side by side. */
  readonly after?: readonly string[];
  readonly action: Action;
}

export type Action =
  | { readonly do: "install"; readonly packages: readonly Package[] }
  | { readonly do: "user"; readonly user: User }
  | { readonly do: "folder"; readonly folder: Folder }
  | { readonly do: "secret"; readonly secret: SecretValue }
  | { readonly do: "file"; readonly file: File }
  /** `whole`: with all that is in it; otherwise a folder that others put something into stays. */
  | { readonly do: "remove"; readonly path: string; readonly id: string; readonly whole?: true }
  | { readonly do: "ensure"; readonly make: Command; readonly guard?: Guard }
  | { readonly do: "start" | "restart" | "reload"; readonly unit: Unit }
  | { readonly do: "stop"; readonly unit: string }
  | { readonly do: "release"; readonly instances: Instances; readonly reason: "first" | "changed" | "stopped" };
