/**
 * Brings up www.foobar.com, the site in site/, on this machine: what `stead up` does there, from a fresh clone.
 *
 *   npm start            in the foreground, with a live view; Ctrl-C takes it down again
 *   npm start -- -d      in the background; `npx stead down` in site/ takes it down
 */
import { join } from "node:path";
import { ready, root } from "./ready.mjs";

await ready();
process.argv = [
  process.argv[0],
  join(root, "stead", "bin", "stead.mjs"),
  "up",
  "--config",
  join(root, "site", "stead.config.ts"),
  ...process.argv.slice(2),
];
await import("../stead/bin/stead.mjs");
