import type { Imported } from "../../operations/names/import.ts";
import { SteadError } from "../../kernel/errors.ts";
import { plural } from "../../kernel/text.ts";
import { openSiteFor, wishOf } from "../open-site-for.ts";
import { sayNames } from "../print/say-names.ts";
import type { Paint } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Call } from "../verb.ts";

/** One task of `stead dns`; its words follow the task. */
export type DnsTask = (call: Call, words: readonly string[]) => Promise<number | void>;

const status: DnsTask = async (call, [environment]) => {
  const site = await openSiteFor(call, environment, true);
  const { lookAtNames } = await import("../../operations/names/look-at-names.ts");
  const report = await lookAtNames(site);
  if (!report) throw onLocal();
  call.screen.answer(report, (paint) => {
    const lines = sayNames(report, paint, call.screen.columns, "all");
    const mark = { right: paint("green", "✔ The world finds the domain."), wrong: "", unknown: "" }[report.verdict];
    return [mark, ...lines].filter((line) => line !== "").join("\n");
  });
  return report.verdict === "wrong" ? 1 : 0;
};

const onLocal = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead dns status",
    what: "is about servers: nobody else is told of local.",
    mend: "Name the environment: stead dns status production",
  });

const ds: DnsTask = async (call, [environment]) => {
  const site = await openSiteFor(call, environment);
  const { delegationSigners } = await import("../../operations/names/keys.ts");
  const signers = await delegationSigners(site);
  call.screen.answer(signers, (paint) =>
    [
      `Give this to your registrar (DS record of ${site.topology.domain.unicode}):`,
      ...signers.flatMap(({ keyTag, algorithm, digestType, digest }) => [
        "",
        `  ${paint("bold", `${keyTag} ${algorithm} ${digestType} ${digest}`)}`,
        "",
        sayTable(
          [
            ["key tag", String(keyTag)],
            ["algorithm", `${algorithm} (ECDSA P-256 with SHA-256)`],
            ["digest type", `${digestType} (SHA-256)`],
            ["digest", digest],
          ],
          { indent: 2 },
        ),
      ]),
      "",
      "`stead doctor` sees whether it has arrived there.",
    ].join("\n"),
  );
};

const secondaries: DnsTask = async (call, [environment]) => {
  const site = await openSiteFor(call, environment);
  const { secondaryKeys } = await import("../../operations/names/keys.ts");
  const keys = await secondaryKeys(site);
  call.screen.answer(keys, (paint) =>
    keys
      .map(({ secondary, primaries, keyName, algorithm, key }) =>
        [
          paint("bold", secondary),
          sayTable(
            [
              ["zone", site.topology.domain.ascii],
              ["fetched from", primaries.join(", ")],
              ["key's name", keyName],
              ["algorithm", algorithm],
              ["key", key],
            ],
            { indent: 2 },
          ),
        ].join("\n"),
      )
      .join("\n\n"),
  );
};

const importTask: DnsTask = async (call, [file]) => {
  const { importNames } = await import("../../operations/names/import.ts");
  const [from, key, output] = ["from", "key", "output"].map((name) => call.choices.text(name));
  const imported = await importNames({
    ...wishOf(call),
    ...(file === undefined ? {} : { file }),
    ...(from === undefined ? {} : { from }),
    ...(key === undefined ? {} : { key }),
    ...(output === undefined ? {} : { output }),
  });
  call.screen.answer(imported, (paint) => sayImported(imported, paint));
  if (!call.screen.json) for (const line of remarkLines(imported)) call.screen.remark(line);
};

const sayImported = ({ text, written, records }: Imported, paint: Paint): string =>
  written === undefined
    ? text
    : [
        `${paint("green", "✔")} ${plural(records.length, "record")} written to ${written}. In stead.config.ts:`,
        "",
        `  import { records } from "./${written.replace(/^\.\//u, "")}";`,
        "  export default defineSite({ ..., records });",
      ].join("\n");

/** Beside the answer, so that `stead dns import FILE >>notes` has the records alone. */
const remarkLines = ({ leftOut, remarks }: Imported): readonly string[] => [
  ...(leftOut.length > 0 ? ["", "Left out:"] : []),
  ...leftOut.map(({ record, says }) => `  ${record}: ${says}.`),
  ...(remarks.length > 0 ? ["", "Worth a look:"] : []),
  ...remarks.map(({ record, says }) => `  ${record}: ${says}.`),
];

/** What `stead dns` does, by the first word after it. */
export const dnsTasks = { status, import: importTask, ds, secondaries } satisfies Readonly<Record<string, DnsTask>>;
