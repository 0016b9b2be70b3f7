// SQL over the distribution's own client, so that this application needs no dependencies.
import { execFileSync } from "node:child_process";

const url = new URL(process.env.DATABASE_URL);

export const query = (sql) =>
  execFileSync(
    "mariadb",
    [
      "--no-defaults",
      "--batch",
      "--skip-column-names",
      `--user=${url.username}`,
      `--socket=${url.searchParams.get("socketPath")}`,
      url.pathname.slice(1),
    ],
    { input: sql, encoding: "utf8", env: { ...process.env, MYSQL_PWD: decodeURIComponent(url.password) } },
  );
