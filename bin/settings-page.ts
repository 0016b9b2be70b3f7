import { siteSchema } from "../stead/src/components/registry.ts";
import { showExample } from "../stead/src/kernel/show-example.ts";
import { sayDefault } from "../stead/src/operations/explain.ts";
import { sayEffect } from "../stead/src/operations/say-effect.ts";
import { listGroups, listSettings, type FieldInfo, type SettingInfo } from "../stead/src/spec/list-settings.ts";
import type { Effect } from "../stead/src/spec/setting.ts";

/** docs/reference/settings.md: every setting, from the same definitions that validate and explain it. */
export const settingsPage = (): string => {
  const settings = listSettings(siteSchema);
  return [
    "# Settings",
    "",
    "Written by `node bin/docs.mjs` from the schema; `stead explain SETTING` says the same. The table tells what a change of a setting does to a",
    "running site; a test changes each one and compares process ids.",
    "",
    "| setting | default | a change |",
    "|---|---|---|",
    ...settings.map(
      (setting) =>
        `| [${setting.path}](#${anchorOf(setting.path)}) | ${code(sayDefault(setting))} | ${shortly(setting.effect)} |`,
    ),
    "",
    ...listGroups(siteSchema).flatMap(({ path, about }) => [`**${path}**: ${about}`, ""]),
    ...settings.flatMap(sectionOf),
  ].join("\n");
};

/** `reload nginx, restart knot`. */
const shortly = (effect: Effect): string =>
  Object.entries(effect)
    .map(([unit, what]) => `${what} ${unit}`)
    .join(", ") || "nothing";

const sectionOf = (setting: SettingInfo): readonly string[] => [
  `## ${setting.path}`,
  "",
  setting.about,
  "",
  `- Takes: ${setting.type}`,
  `- Default: ${sayDefault(setting)}`,
  `- ${sayEffect(setting.effect)}`,
  `- Example: ${code(showExample(setting.example))}`,
  ...setting.fields.map(fieldLine),
  "",
];

const fieldLine = (field: FieldInfo): string =>
  `- ${code(field.path)} (${field.type}, ${field.required ? "required" : `default ${sayDefault(field)}`}): ${field.about}`;

const code = (text: string): string => `\`${cell(text)}\``;

/** A bar would end a cell of a table. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** As GitHub makes them: small letters, without dots. */
const anchorOf = (path: string): string => path.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "");
