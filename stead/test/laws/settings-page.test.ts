import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { siteSchema } from "../../src/components/registry.ts";
import { settingsPage } from "../../src/operations/settings-page.ts";
import { listSettings } from "../../src/spec/list-settings.ts";

const page = readFileSync(new URL("../../../docs/reference/settings.md", import.meta.url), "utf8");

test("docs/reference/settings.md is what the schema says now (else: node bin/docs.ts)", () => {
  expect(page).toBe(settingsPage());
});

test.each(listSettings(siteSchema).map(({ path }) => path))(
  "%s has a section and a row in the table of changes",
  (path) => {
    expect(page).toMatch(new RegExp(`^##+ \`${path.replaceAll(".", "\\.")}\`$`, "mu"));
    expect(page).toMatch(new RegExp(`^\\| \`${path.replaceAll(".", "\\.")}\` \\|`, "mu"));
  },
);
