import * as z from "zod";

/** What a change of a setting does to the running site. Unit names as in Unit.name; `app` stands for all instances. */
export type Effect = Readonly<Record<string, "reload" | "restart" | "replace">>;

export interface SettingMeta {
  /** One or two sentences: feeds error texts, `stead explain` and docs/reference/settings.md. */
  readonly about: string;
  /** {} : no process notices. Held true by a test that changes the setting on the running site. */
  readonly effect: Effect;
  /** A value other than the default that any site may take: the test's change, and the example in the docs. */
  readonly example: unknown;
}

export const settingRegistry = z.registry<SettingMeta>();

/** Makes a schema a setting: something that can be explained, documented and tested. */
export const setting = <S extends z.ZodType>(schema: S, meta: SettingMeta): S => {
  settingRegistry.add(schema, meta);
  return schema;
};
