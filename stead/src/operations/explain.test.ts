import { describe, expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { listSettings } from "../spec/list-settings.ts";
import { explain } from "./explain.ts";
import { sayEffect } from "./say-effect.ts";

test("without a word, every setting is listed with its default", () => {
  const { settings } = explain();
  expect(settings.map(({ path }) => path)).toEqual(listSettings(siteSchema).map(({ path }) => path));
  expect(settings.find(({ path }) => path === "canonical")).toEqual({
    path: "canonical",
    default: '"www"',
    about: 'The name that visitors end up on: "www" (www.foobar.com) or "apex" (foobar.com).',
  });
  expect(settings.find(({ path }) => path === "domain")?.default).toBe("required");
});

describe("a word names", () => {
  test("a setting", () => {
    expect(explain("app.instances").setting).toMatchObject({
      path: "app.instances",
      type: "whole number",
      default: 2,
      example: 3,
      effect: { app: "replace", nginx: "reload" },
    });
  });

  test("a group", () => {
    const { about, settings } = explain("ports");
    expect(about).toBe("Ports on local.");
    expect(settings.map(({ path }) => path)).toEqual(["ports.http", "ports.dns"]);
  });

  test("a field of a setting", () => {
    const { setting } = explain("cron.tidy.at");
    expect(setting?.path).toBe("cron");
    expect(setting?.fields.map(({ path }) => path)).toContain("cron.NAME.at");
  });

  test.each([
    ["app.helth", "app.health"],
    ["health", "app.health"],
    ["Domian", "domain"],
    ["maxbdy", "maxBody"],
  ])("something near: %s means %s", (asked, meant) => {
    expect(() => explain(asked)).toThrow(`"${asked}" is not a setting. [USAGE]\n  Did you mean ${meant}?`);
  });

  test("nothing at all", () => {
    expect(() => explain("elephants")).toThrow("Type `stead explain` to see every setting.");
  });
});

test("every answer is plain data, as --json prints it", () => {
  for (const asked of [undefined, "app", ...listSettings(siteSchema).map(({ path }) => path)]) {
    expect(JSON.parse(JSON.stringify(explain(asked)))).toEqual(explain(asked));
  }
});

test.each([
  [{}, "No running process notices a change."],
  [{ knot: "restart" }, "A change restarts knot."],
  [
    { app: "replace", nginx: "reload" },
    "A change replaces the processes of the application as a deploy does (no request is lost) and reloads nginx (no request is lost).",
  ],
] as const)("the effect %j is said in words", (effect, said) => {
  expect(sayEffect(effect)).toBe(said);
});
