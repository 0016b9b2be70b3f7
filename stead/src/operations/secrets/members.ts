import { fleet, type Member } from "../../release/fleet.ts";
import { instancesOf } from "../at-work.ts";
import type { OpenSite } from "../open-site.ts";

/** The hosts that keep the application's secrets: those that it runs on. */
export const secretMembers = (site: Pick<OpenSite, "topology" | "hosts" | "desired">): readonly [Member, ...Member[]] =>
  fleet({ site: site.topology, hosts: site.hosts, instances: instancesOf(site) });
