import type { Diagnosis } from "../../operations/doctor.ts";
import { plural } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import type { Paint, Screen } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Verb } from "../verb.ts";

export const doctor: Verb = {
  group: "Looking",
  says: "Examines this machine and the running site, and says how to mend what is wrong.",
  kind: "reads",
  words: [environmentWord],
  options: [...siteOptions, jsonOption],
  example: "stead doctor",
  perform: async (call) => {
    const operation = await import("../../operations/doctor.ts");
    const diagnosis = await operation.doctor(async () => openSiteFor(call, call.words[0]));
    call.screen.answer(diagnosis, (paint) => sayDiagnosis(diagnosis, paint, call.screen));
    return diagnosis.healthy ? 0 : 1;
  },
};

type Finding = Diagnosis["findings"][number];

const sayDiagnosis = ({ findings, healthy }: Diagnosis, paint: Paint, screen: Screen): string => {
  const wrong = findings.filter(({ verdict }) => verdict === "fault").length;
  return [
    sayTable(
      findings.flatMap((finding) => rowsOf(finding, paint)),
      { width: screen.columns },
    ),
    "",
    healthy
      ? `${paint("green", "✔")} Nothing is wrong.`
      : `${paint("red", "✖")} ${plural(wrong, "thing is", "things are")} wrong.`,
  ].join("\n");
};

const rowsOf = (
  { subject, verdict, says, mend, lines = [] }: Finding,
  paint: Paint,
): readonly (readonly string[])[] => [
  [`${marks[verdict](paint)} ${paint("bold", subject)}`, says],
  ...(mend === undefined ? [] : [["", `→ ${mend}`]]),
  ...lines.map((line) => ["", paint("dim", line)]),
];

const marks: Record<Finding["verdict"], (paint: Paint) => string> = {
  ok: (paint) => paint("green", "✔"),
  warning: (paint) => paint("yellow", "!"),
  fault: (paint) => paint("red", "✖"),
};
