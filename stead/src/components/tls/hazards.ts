import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";
import { hasCertificate } from "./desire.ts";

/** An authority that is away does no harm for long; one that stays away does. */
export const tlsHazards = (site: Topology): readonly Hazard[] =>
  Object.values(site.hosts)
    .filter(hasCertificate)
    .map(({ name: host }) => ({
      id: "growth:certificate",
      kind: "growth",
      host,
      what: "The certificate's authority",
      effect:
        "A certificate is renewed when a third of its life is left, and tried for twice a day. If nothing comes of that until its end, browsers refuse the site.",
      cure: "Let somebody be told in time: notify.email or notify.webhook.",
      fails: [],
    }));
