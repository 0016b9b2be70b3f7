import { openDb } from "./db/open.ts";
import { required } from "./web/environment.ts";
import { loggable } from "./web/loggable.ts";
import { runWorker } from "./worker/run-worker.ts";

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());

const db = openDb(required("DATABASE_URL"), 2);
await runWorker({
  db,
  signal: stop.signal,
  onFault: (fault) => console.error(JSON.stringify({ time: new Date().toISOString(), fault: loggable(fault) })),
});
await db.destroy();
