import { sql } from "./sql.mjs";

const { ok, says } = sql("CREATE TABLE IF NOT EXISTS notes (id INT PRIMARY KEY AUTO_INCREMENT)");
console.log(says);
process.exitCode = ok ? 0 : 1;
