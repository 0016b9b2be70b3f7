import { setRole } from "./accounts/set-role.ts";
import { openDb } from "./db/open.ts";
import { required } from "./web/environment.ts";

// npx stead run -- node dist/grant-operator.js NAME [--revoke]
const [name, option] = process.argv.slice(2);
if (name === undefined || (option !== undefined && option !== "--revoke")) {
  console.error("Usage: node dist/grant-operator.js NAME [--revoke]");
  process.exit(2);
}
const role = option === "--revoke" ? "member" : "operator";
const db = openDb(required("DATABASE_URL"), 1);
try {
  const found = await setRole(db, name, role);
  if (found)
    console.log(`${name} is now ${role === "operator" ? "an operator" : "a member"}, and has to log in again.`);
  else console.error(`There is no user called ${name}.`);
  process.exitCode = found ? 0 : 1;
} finally {
  await db.destroy();
}
