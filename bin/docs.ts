/** Writes the pages that come from the code: docs/reference/settings.md. `node bin/docs.ts`; says what it wrote. */
import { readFileSync, writeFileSync } from "node:fs";
import { settingsPage } from "../stead/src/operations/settings-page.ts";

const page = new URL("../docs/reference/settings.md", import.meta.url);
const before = read(page);
const now = settingsPage();
if (before === now) {
  console.log("docs/reference/settings.md is as the schema says.");
} else {
  writeFileSync(page, now);
  console.log("Wrote docs/reference/settings.md.");
}

function read(path: URL): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // the first time it is not there
  }
}
