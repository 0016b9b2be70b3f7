// Preloaded (node --import) into a verb: ends the process with SIGKILL right after the KILL_AT-th line of the apply log is
// written, or, with KILL_BEFORE=1, right before it.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const append = fs.appendFileSync;
let left = Number(process.env["KILL_AT"]);

fs.appendFileSync = (descriptor, ...rest) => {
  const counts = fs.readlinkSync(`/proc/self/fd/${String(descriptor)}`).endsWith("apply.jsonl");
  if (counts) left -= 1;
  if (!(counts && left < 0)) append(descriptor, ...rest);
  if (counts && left <= 0) process.kill(process.pid, "SIGKILL");
};
syncBuiltinESMExports();
