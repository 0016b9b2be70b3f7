// Stead itself, on the Node that stead.mjs found. Plain JavaScript: where the sources run as they are, one TypeScript file imported
// before the cache is open would cost the start of the type stripper, a fifth of a second, each time.
import { enableCompileCache } from "node:module";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

// In the user's own cache folder: compiled code in a shared /tmp would let another account choose what we run.
enableCompileCache(join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "stead", "compiled"));

const home = join(import.meta.dirname, "..");
const source = join(home, "src/cli/program.ts");
const { runProgram } = await import(existsSync(source) ? source : join(home, "dist/cli/program.js"));
process.exit(await runProgram(process.argv.slice(2)));
