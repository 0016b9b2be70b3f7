import type { Fault } from "../../kernel/errors.ts";
import type { LabRecord } from "../../lab/lab.ts";
import type { WantedLab } from "./wanted-lab.ts";

/** Servers of a site that another site's lab has not, or not at these addresses. */
export const strangersTo = (record: LabRecord, { environment, servers }: WantedLab): readonly Fault[] =>
  servers.flatMap(({ name, addresses }) => {
    const host = record.servers.find((server) => server.name === name);
    if (host && addresses.every((address) => host.addresses.includes(address))) return [];
    return [
      {
        code: "SPEC_INVALID" as const,
        where: `environments.${environment}.servers.${name}`,
        what: host ? `has other addresses than ${name} of the lab.` : "is no host of the lab.",
        mend: `The lab has ${record.servers.map((one) => `${one.name} (${one.addresses.join(", ")})`).join(", ")}.`,
      },
    ];
  });
