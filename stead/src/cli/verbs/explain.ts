import type { Explained, Explanation } from "../../operations/explain.ts";
import { showExample } from "../../kernel/show-example.ts";
import { jsonOption } from "../options.ts";
import type { Paint, Screen } from "../print/screen.ts";
import { fitsTable, sayTable } from "../print/table.ts";
import { wrap } from "../print/wrap.ts";
import type { Verb } from "../verb.ts";

export const explain: Verb = {
  group: "Looking",
  says: "Explains a setting of stead.config.ts: what it does, its default, and what a change of it touches.",
  kind: "reads",
  words: [{ word: "[setting]", about: "app.health, app, …; all settings when left out" }],
  options: [jsonOption],
  example: "stead explain app.health",
  perform: async ({ words, screen }) => {
    const operation = await import("../../operations/explain.ts");
    const explained = operation.explain(words[0]);
    screen.answer(explained.setting ?? explained, (paint) => sayExplained(explained, paint, screen));
  },
};

const sayExplained = (explained: Explained, paint: Paint, screen: Screen): string => {
  if (explained.setting) return sayOne(explained.setting, paint, screen);
  const rows = explained.settings.map((line) => [paint("bold", line.path), paint("dim", line.default), line.about]);
  const head = explained.asked === undefined ? [] : [`${paint("bold", explained.asked)}: ${explained.about ?? ""}`, ""];
  return [...head, sayTable(rows, { width: screen.columns }), "", "`stead explain SETTING` tells more about one."].join(
    "\n",
  );
};

const sayOne = (setting: Explanation, paint: Paint, screen: Screen): string =>
  [
    paint("bold", setting.path),
    "",
    wrap(setting.about, screen.columns),
    "",
    sayTable(
      [
        ["type", setting.type],
        [
          "default",
          setting.required
            ? "none: it must be given"
            : setting.default === undefined
              ? "none"
              : showExample(setting.default),
        ],
        ["example", showExample(setting.example)],
        ["change", setting.effectSays],
      ].map(([term = "", text = ""]) => [paint("dim", term), text]),
      { width: screen.columns },
    ),
    ...sayFields(setting, paint, screen),
  ].join("\n");

/** A row for each field; where the screen is too narrow for three columns, what a field is stands below its name. */
const sayFields = ({ fields }: Explanation, paint: Paint, screen: Screen): readonly string[] => {
  if (fields.length === 0) return [];
  const rows = fields.map(({ path, type, about }) => [paint("bold", path), paint("dim", type), about] as const);
  if (fitsTable(rows, screen.columns)) return ["", sayTable(rows, { width: screen.columns })];
  const below = (text: string): string => `  ${wrap(text, screen.columns - 2, 2)}`;
  return ["", ...rows.flatMap(([path, type, about]) => [path, below(type), below(about)])];
};
