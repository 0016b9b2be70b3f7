import type { Fault } from "../kernel/errors.ts";
import { sourceOf } from "../state/definition-of.ts";
import type { Unit, Value } from "../state/vocabulary.ts";
import { fileStanding } from "./file-standing.ts";
import type { HostState } from "./host-state.ts";
import { rivalOf } from "./neighbours.ts";
import type { Manifest } from "./observed.ts";

/**
 * A fault for all that another site of the host has otherwise: what belongs to the machine, and differs from what stands there; and
 * what only one of them can have. With `adopt`, this site decides over the former; the latter nobody can give twice.
 */
export const contested = (state: HostState, adopt = false): readonly Fault[] => [
  ...(adopt ? [] : state.desired.flatMap((value) => otherwise(state, value))),
  ...state.desired.flatMap((value) => [...taken(state, value), ...keptApart(state, value)]),
];

const otherwise = (state: HostState, value: Value): readonly Fault[] => {
  const rival = rivalOf(state.observed, value);
  if (rival === undefined || !wouldChange(state, value)) return [];
  const versions = rival.stead === state.observed.manifest.stead ? "" : ` (written by Stead ${rival.stead})`;
  return [
    {
      code: "STATE_CLASH",
      where: `${state.host}, ${"path" in value ? value.path : value.id}`,
      what: `${rival.site}, which is on this server too, has ${value.says} otherwise${versions} than ${nameOf(state)} wants.`,
      mend: "Give both sites the same settings and the same version of Stead, or let this one decide for both: `stead up --adopt`.",
    },
  ];
};

const wouldChange = (state: HostState, value: Value): boolean => {
  if (value.kind === "file") return fileStanding(state, value, () => false) === "a neighbour's";
  return value.kind === "unit" && runsOtherwise(state, value);
};

const runsOtherwise = ({ observed }: HostState, unit: Unit): boolean =>
  observed.units.some(
    ({ name, definition }) =>
      name === unit.name && definition.shared === true && definition.labels?.["source"] !== sourceOf(unit),
  );

const taken = (state: HostState, { takes = [] }: Value): readonly Fault[] =>
  takes.flatMap((what) => {
    const holder = state.observed.neighbours?.find((neighbour) => takesOf(neighbour).includes(what));
    if (holder === undefined) return [];
    return [
      {
        code: "STATE_CLASH",
        where: state.host,
        what: `${holder.site}, which is on this server too, has ${what} already; ${nameOf(state)} wants it as well.`,
        mend: "Take it out of the settings of one of them, and bring that one up first.",
      },
    ];
  });

/** Set up when each site had an engine of its own: that one listens where the one of all sites is to. */
const keptApart = ({ host, observed }: HostState, value: Value): readonly Fault[] => {
  if (value.kind !== "unit" || value.shared !== true) return [];
  const owner = observed.neighbours?.find(
    ({ entries }) => entries[value.id] !== undefined && !entries[value.id]?.shared,
  );
  if (owner === undefined) return [];
  return [
    {
      code: "STATE_CLASH",
      where: host,
      what: `${owner.site}, which is on this server too, has ${value.says} for itself alone, as an older version of Stead set it up.`,
      mend: `Bring ${owner.site} up with this version first: \`stead up\` in its own folder shares ${value.says}.`,
    },
  ];
};

const takesOf = ({ entries }: Manifest): readonly string[] => Object.values(entries).flatMap(({ takes = [] }) => takes);

const nameOf = ({ site }: HostState): string => site ?? "this one";
