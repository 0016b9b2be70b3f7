import { query } from "./query.mjs";

query("CREATE TABLE IF NOT EXISTS migrations (id INT PRIMARY KEY AUTO_INCREMENT); INSERT INTO migrations VALUES ()");
