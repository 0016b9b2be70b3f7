import * as z from "zod";
import { expect, test } from "vitest";
import { coreShape } from "../spec/core.ts";
import { mergeDeep } from "../spec/merge.ts";
import { listGroups, listSettings } from "../spec/list-settings.ts";
import { parseSpec } from "../spec/parse.ts";
import { unwrap } from "../spec/schema-tree.ts";
import { components, siteSchema, siteShape } from "./registry.ts";

const settings = listSettings(siteSchema);

test("component names are unique, and no two components claim the same setting", () => {
  const names = components.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const keys = [...Object.keys(coreShape), ...components.flatMap((component) => Object.keys(component.settings))];
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("every component's settings are part of the site's", () => {
  expect(Object.keys(siteShape)).toEqual(
    expect.arrayContaining(components.flatMap((component) => Object.keys(component.settings))),
  );
});

test("every key of the spec is a setting, or a group that says what it is about", () => {
  const groups = listGroups(siteSchema);
  expect(groups.filter(({ about }) => about === "")).toEqual([]);
  const known = [...settings.map(({ path }) => path.split(".")[0]), ...groups.map(({ path }) => path)];
  expect(Object.keys(siteShape).filter((key) => !known.includes(key))).toEqual([]);
  for (const { path } of groups) expect(keysBelow(path)).toEqual(settingsBelow(path));
});

const keysBelow = (group: string): readonly string[] => {
  const { core } = unwrap(siteSchema.shape[group as keyof typeof siteShape]);
  return core instanceof z.ZodObject ? Object.keys(core.shape) : [];
};

const settingsBelow = (group: string): readonly string[] =>
  settings.filter(({ path }) => path.startsWith(`${group}.`)).map(({ path }) => path.slice(group.length + 1));

test.each(settings.map((setting) => [setting.path, setting] as const))("%s tells about itself", (path, setting) => {
  expect(setting.about).toMatch(/^[A-Z"'].{15,}[.]$/u);
  expect(setting.example).toBeDefined();
  if (path !== "database.engine") expect(setting.example).not.toEqual(setting.default);
  expect(setting.fields.filter(({ about }) => about === "")).toEqual([]);
  for (const unit of Object.keys(setting.effect)) expect(unit).toMatch(/^[a-z]+$/u);
});

test.each(settings.map((setting) => [setting.path, setting] as const))(
  "%s may have the value of its example",
  (path, setting) => {
    const above = path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), setting.example);
    const site = { domain: "foobar.com", app: path === "app.static" ? {} : { start: "node server.js" } };
    expect(() => parseSpec(mergeDeep(site, above), "local", siteSchema)).not.toThrow();
  },
);

test("no object of the spec passes over unknown keys, except an environment, whose overrides are checked when laid over", () => {
  expect(looseObjects(siteSchema, [])).toEqual(["environments.*"]);
});

const looseObjects = (schema: z.core.$ZodType, path: readonly string[]): readonly string[] => {
  const { core } = unwrap(schema);
  if (core instanceof z.ZodRecord) return looseObjects(core.valueType, [...path, "*"]);
  if (core instanceof z.ZodArray) return looseObjects(core.element, [...path, "[]"]);
  if (core instanceof z.ZodUnion) return core.options.flatMap((option) => looseObjects(option, path));
  if (!(core instanceof z.ZodObject)) return [];
  const own = core.def.catchall instanceof z.ZodNever ? [] : [path.join(".")];
  return [...own, ...Object.entries(core.shape).flatMap(([key, child]) => looseObjects(child, [...path, key]))];
};
