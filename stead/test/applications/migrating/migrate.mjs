// Brings the tables up to what schema.sql says.
import { readFileSync } from "node:fs";
import { query } from "./query.mjs";

query(readFileSync(new URL("schema.sql", import.meta.url), "utf8"));
