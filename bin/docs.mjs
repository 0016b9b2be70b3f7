/** Writes the pages that are made from the code: docs/reference/settings.md. A test fails while they differ. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ready, root } from "./ready.mjs";

await ready();
const { settingsPage } = await import("./settings-page.ts");
mkdirSync(join(root, "docs", "reference"), { recursive: true });
writeFileSync(join(root, "docs", "reference", "settings.md"), settingsPage());
console.log("Wrote docs/reference/settings.md");
