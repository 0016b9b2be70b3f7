import type { Host } from "../host/host.ts";
import type { Instances } from "../state/vocabulary.ts";
import type { HostPlace } from "../topology/topology.ts";
import type { ReleaseContext } from "./release.ts";

/** One host of a release: the handle, its place, and what is to run there. */
export interface Member {
  readonly host: Host;
  readonly place: HostPlace;
  readonly instances: Instances;
}

/** The hosts that have instances, in the order of their names: the first one proves a release. */
export const fleet = ({
  site,
  hosts,
  instances,
}: Pick<ReleaseContext, "site" | "hosts" | "instances">): readonly [Member, ...Member[]] => {
  const members = [...hosts]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, host]) => {
      const [place, wish] = [site.hosts[name], instances.get(name)];
      return place && wish ? [{ host, place, instances: wish }] : [];
    });
  const [first, ...rest] = members;
  if (first === undefined)
    throw new Error("A release needs a host that has instances; the spec's check lets no other pass.");
  return [first, ...rest];
};

/** The first host: what releases there are, and which of them serves, is asked of it. */
export const firstOf = (context: ReleaseContext): Member => fleet(context)[0];

/** The machine whose disk a release is built on: the first host itself, unless there is one of its own. */
export const builderOf = (context: ReleaseContext): Pick<Member, "host" | "place"> =>
  context.builder ?? firstOf(context);
