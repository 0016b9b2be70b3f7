import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { settingsPage } from "../../../bin/settings-page.ts";
import { repository } from "./imports.ts";

test("docs/reference/settings.md is what the schema says (node bin/docs.mjs writes it)", () => {
  expect(readFileSync(join(repository, "docs/reference/settings.md"), "utf8")).toBe(settingsPage());
});
