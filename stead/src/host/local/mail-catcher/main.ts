import { parseArgs } from "node:util";
import { dropTo } from "./drop-to.ts";
import { openMailCatcher } from "./mail-catcher.ts";

// Everything is loaded by now, from a folder that the account below may be unable to enter.
const { values } = parseArgs({
  options: { port: { type: "string" }, folder: { type: "string" }, account: { type: "string" } },
});
if (values.port === undefined || values.folder === undefined)
  throw new Error("Usage: main --port PORT --folder FOLDER [--account NAME]");
if (values.account !== undefined) dropTo(values.account);

const catcher = await openMailCatcher({ port: Number(values.port), folder: values.folder });
console.log(`Catches mail on 127.0.0.1:${values.port}, keeps it in ${values.folder}`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void catcher.close().then(() => process.exit(0)));
