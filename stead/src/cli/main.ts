import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// Before anything else is imported, since only later imports are kept. In the user's own cache folder: compiled code in a
// shared /tmp would let another account choose what we run.
enableCompileCache(join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "stead", "compiled"));

const { runProgram } = await import("./program.ts");
process.exit(await runProgram(process.argv.slice(2)));
