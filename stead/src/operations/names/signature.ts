import { components } from "../../components/registry.ts";
import type { Ask, Authority } from "../../observe/names/walk.ts";
import type { Topology } from "../../topology/topology.ts";
import { askServers } from "./ask-servers.ts";
import { keyOf, type Said } from "./compare.ts";
import type { NameProblem } from "./names-report.ts";

interface Judged {
  readonly problems: readonly NameProblem[];
  readonly warnings: readonly NameProblem[];
}

type Answers = readonly { readonly said: Said }[];

/** Whether what the zone above knows of the zone's key fits the key that signs it (RFC 4035, 2.4). */
export const judgeSignature = async (
  topology: Topology,
  { above }: Authority,
  answers: Answers,
  ask: Ask,
): Promise<Judged> => {
  const domain = `${topology.domain.ascii}.`;
  const there = await askServers(above.slice(0, 2), [{ name: domain, type: "DS" }], ask);
  const known = [...new Set(there.flatMap(({ said }) => dataIn(said, domain, "DS")))];
  const own = [...new Set(answers.flatMap(({ said }) => dataIn(said, domain, "CDS")))];
  const signed = Object.keys(topology.hosts).some((host) =>
    components.some(({ powers }) => powers?.signer?.(topology, host) !== undefined),
  );
  return judge(signed, known, own);
};

/** `signed`: the spec wants it; `known`: DS data above; `own`: of the key that signs. */
export const judge = (signed: boolean, known: readonly string[], own: readonly string[]): Judged => {
  if (known.length === 0)
    return signed
      ? {
          problems: [],
          warnings: [
            {
              says: "The zone is signed, but the zone above does not know the key, so nobody checks it.",
              mend: "Give your registrar what `stead dns ds` prints.",
            },
          ],
        }
      : { problems: [], warnings: [] };
  if (own.some((one) => known.includes(one))) return { problems: signed ? [] : [leavingTooSoon], warnings: [] };
  return {
    problems: [
      {
        says: "The zone above knows a key (DS) that does not sign the zone: whoever checks signatures cannot find the site.",
        mend: signed
          ? "Give your registrar what `stead dns ds` prints, in the place of what is there."
          : "Have your registrar take the DS record out, or sign the zone: dnssec: true.",
      },
    ],
    warnings: [],
  };
};

const leavingTooSoon: NameProblem = {
  says: "dnssec is off in stead.config.ts, and the zone above still knows the key: once the signatures go, whoever checks them cannot find the site.",
  mend: "Have your registrar take the DS record out and wait a day before `stead up`; or write dnssec: true.",
};

const dataIn = (said: Said, name: string, type: string): readonly string[] => {
  const answer = said.get(keyOf(name, type)) ?? [];
  return typeof answer === "string" ? [] : answer.filter((one) => one.type === type).map(({ data }) => data);
};
