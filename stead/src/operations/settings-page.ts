import type * as z from "zod";
import { siteSchema } from "../components/registry.ts";
import { showExample } from "../kernel/show-example.ts";
import { listGroups, listSettings, type FieldInfo, type SettingInfo } from "../spec/list-settings.ts";
import type { Effect } from "../spec/setting.ts";

/** docs/reference/settings.md: every setting of the schema, and a table of what a change of each does. */
export const settingsPage = (schema: z.ZodObject = siteSchema): string => {
  const settings = listSettings(schema);
  const groups = listGroups(schema);
  return [
    ...opening,
    ...settings.flatMap((setting, index) => [
      ...groupHeading(groups, setting, settings[index - 1]),
      ...sectionOf(setting),
    ]),
    ...effectTable(settings),
    "",
  ].join("\n");
};

const opening = [
  "<!-- Written by `node bin/docs.ts` from the schema. Change the schema, not this page. -->",
  "",
  "# Settings",
  "",
  "Everything that a `stead.config.ts` may say. `stead explain SETTING` tells the same on the command line, and the editor",
  "completes every name. Only `domain` is required. An environment (`environments.NAME`) may override any setting but",
  "`environments`: objects are merged key by key, lists and single values are replaced.",
  "",
  "What a change touches is listed [at the end](#what-a-change-does).",
  "",
];

const groupHeading = (
  groups: readonly { readonly path: string; readonly about: string }[],
  setting: SettingInfo,
  before: SettingInfo | undefined,
): readonly string[] => {
  const group = topOf(setting);
  const about = groups.find(({ path }) => path === group)?.about;
  return about === undefined || (before && topOf(before) === group) ? [] : [`## \`${group}\``, "", about, ""];
};

const topOf = ({ path }: SettingInfo): string => path.split(".")[0] ?? path;

const sectionOf = (setting: SettingInfo): readonly string[] => [
  `${setting.path.includes(".") ? "###" : "##"} \`${setting.path}\``,
  "",
  setting.about,
  "",
  `- Type: ${setting.type}`,
  `- Default: ${defaultOf(setting)}`,
  `- Example: \`${lastKey(setting.path)}: ${showExample(setting.example)}\``,
  `- A change: ${changeOf(setting.effect)}`,
  "",
  ...fieldTable(setting.fields),
];

const lastKey = (path: string): string => path.split(".").at(-1) ?? path;

const defaultOf = (setting: { readonly required: boolean; readonly default?: unknown }): string => {
  if (setting.required) return "none, it must be given";
  return setting.default === undefined ? "none" : `\`${showExample(setting.default)}\``;
};

const changeOf = (effect: Effect): string => {
  const parts = Object.entries(effect).map(([unit, what]) => `${doings[what]} ${unit}`);
  return parts.length === 0 ? "no running process notices" : parts.join(", ");
};

const doings = { reload: "reloads", restart: "restarts", replace: "replaces" } satisfies Record<Effect[string], string>;

const fieldTable = (fields: readonly FieldInfo[]): readonly string[] =>
  fields.length === 0
    ? []
    : [
        "| field | type | default | |",
        "|---|---|---|---|",
        ...fields.map(
          (field) => `| \`${field.path}\` | ${inCell(field.type)} | ${defaultOf(field)} | ${inCell(field.about)} |`,
        ),
        "",
      ];

const inCell = (text: string): string => text.replaceAll("|", String.raw`\|`);

const effectTable = (settings: readonly SettingInfo[]): readonly string[] => {
  const units = [...new Set(settings.flatMap(({ effect }) => Object.keys(effect)))].toSorted();
  return [
    "## What a change does",
    "",
    "What `stead up` does to running processes after a setting was changed. **reload**: new configuration, no request lost.",
    "**replace**: new instances beside the old ones, switched and drained as a deploy does, no request lost. **restart**: that engine is",
    "away for a moment, which `stead plan` says beforehand. A test changes every setting on a running site and compares the process ids.",
    "",
    `| setting | ${units.join(" | ")} |`,
    `|---|${units.map(() => "---|").join("")}`,
    ...settings.map(({ path, effect }) => `| \`${path}\` | ${units.map((unit) => effect[unit] ?? "").join(" | ")} |`),
  ];
};
