import type { Component } from "../../components/component.ts";
import type { Host } from "../../host/host.ts";
import type { HostPlace } from "../../topology/topology.ts";
import type { OpenSite } from "../open-site.ts";
import type { Finding } from "./finding.ts";

/** A host that is examined. */
export interface Examined {
  readonly site: OpenSite;
  readonly host: Host;
  readonly place: HostPlace;
  readonly parts: readonly Component[];
  /** Something of the site runs there. */
  readonly runs: boolean;
}

/** One look at a host; `[]`: it is no matter there. */
export type Look = (at: Examined) => Promise<readonly Finding[]> | readonly Finding[];
