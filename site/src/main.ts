import { availableParallelism } from "node:os";
import { join } from "node:path";
import { passwordHasher } from "./accounts/password-hash.ts";
import { openDb } from "./db/open.ts";
import { readAssets } from "./web/assets.ts";
import { drainable } from "./web/drain.ts";
import { publicOrigin, required } from "./web/environment.ts";
import { listenOn } from "./web/listen-on.ts";
import { usualLimits } from "./web/limits.ts";
import { makeServer } from "./web/server.ts";
import { turnstile } from "./web/turnstile.ts";

/** Passwords that may wait for a free core: at 90 ms each, the last one waits three seconds on one core. */
const WAITING_PASSWORDS = 32;

const db = openDb(required("DATABASE_URL"));
const server = await makeServer(
  {
    db,
    assets: readAssets(join(import.meta.dirname, "public")),
    passwords: passwordHasher(turnstile(availableParallelism(), WAITING_PASSWORDS)),
    limits: usualLimits,
    origin: publicOrigin(),
    now: () => new Date(),
  },
  { level: process.env["LOG_LEVEL"] ?? "info", base: { release: process.env["STEAD_RELEASE"] } },
);

/** Finishes everybody who is here, lets go of the database, and is gone. */
const finish = drainable(server);
const end = async (signal: string): Promise<void> => {
  server.log.info({ signal }, "draining");
  await finish();
  await db.destroy();
};
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end(signal));

await server.listen(listenOn(required("PORT")));
