import { fleet, type Member } from "../release/fleet.ts";
import { instancesOf } from "./at-work.ts";
import type { OpenSite } from "./open-site.ts";

/** The first host that releases go to: the one that a reading verb asks. */
export const releaseMember = (site: OpenSite): Member =>
  fleet({ site: site.topology, hosts: site.hosts, instances: instancesOf(site) })[0];
