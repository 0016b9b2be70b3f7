import { siteSchema } from "../components/registry.ts";
import { SteadError } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import { listGroups, listSettings, type SettingInfo } from "../spec/list-settings.ts";
import { showExample } from "../kernel/show-example.ts";
import { sayEffect } from "./say-effect.ts";

/** One line of `stead explain`. */
export interface SettingLine {
  readonly path: string;
  readonly default: string;
  readonly about: string;
}

/** Everything about one setting, with its effect in words. */
export interface Explanation extends SettingInfo {
  readonly effectSays: string;
}

export interface Explained {
  /** What was asked: absent for the whole list. A group (`app`) lists what is in it. */
  readonly asked?: string;
  readonly about?: string;
  readonly settings: readonly SettingLine[];
  /** Of the one setting that was asked for. */
  readonly setting?: Explanation;
}

/**
 * Tells about all settings, a group of them, or one: `app.health`, also a field of one (`cron.NAME.at`).
 * Throws USAGE with the nearest name for one that is not known.
 */
export const explain = (asked?: string): Explained => {
  const all = listSettings(siteSchema);
  if (asked === undefined) return { settings: all.map(lineOf) };
  const one = all.find(({ path }) => path === asked) ?? all.find(({ path }) => asked.startsWith(`${path}.`));
  if (one) return { asked, settings: [], setting: { ...one, effectSays: sayEffect(one.effect) } };
  const group = listGroups(siteSchema).find(({ path }) => path === asked);
  if (group) {
    return { asked, about: group.about, settings: all.filter(({ path }) => path.startsWith(`${asked}.`)).map(lineOf) };
  }
  throw new SteadError(unknownSetting(asked, all));
};

const lineOf = (setting: SettingInfo): SettingLine => ({
  path: setting.path,
  default: sayDefault(setting),
  about: firstSentence(setting.about),
});

/** `required`, `none`, or the value. */
export const sayDefault = (setting: { readonly required: boolean; readonly default?: unknown }): string => {
  if (setting.required) return "required";
  return setting.default === undefined ? "none" : showExample(setting.default);
};

const firstSentence = (text: string): string => /^.+?[.!?](?= |$)/u.exec(text)?.[0] ?? text;

const unknownSetting = (asked: string, all: readonly SettingInfo[]) => {
  const near =
    nearest(
      asked,
      all.map(({ path }) => path),
    ) ?? byLastWord(asked, all);
  return {
    code: "USAGE" as const,
    where: "explain",
    what: `"${asked}" is not a setting.`,
    mend: near ? `Did you mean ${near}?` : "Type `stead explain` to see every setting.",
  };
};

/** `health` alone is near `app.health`. */
const byLastWord = (asked: string, all: readonly SettingInfo[]): string | undefined => {
  const last = asked.split(".").at(-1) ?? asked;
  const words = new Map(all.map(({ path }) => [path.split(".").at(-1) ?? path, path]));
  return words.get(nearest(last, [...words.keys()]) ?? "");
};
