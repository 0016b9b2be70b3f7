import { migrate } from "./db/migrate.ts";
import { openDb } from "./db/open.ts";
import { required } from "./web/environment.ts";

// Needs an account that may create and alter tables; the application's own may not.
const db = openDb(required("DATABASE_URL"), 1);
try {
  const ran = await migrate(db);
  console.log(ran.length === 0 ? "The schema is up to date." : `Applied ${ran.join(", ")}.`);
} finally {
  await db.destroy();
}
