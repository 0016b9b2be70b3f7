// Speaks with MariaDB through its own client, so that the application needs no dependency.
import { spawnSync } from "node:child_process";

const url = new URL(process.env.DATABASE_URL);
const words = ["--no-defaults", "-NB", `--socket=${url.searchParams.get("socketPath")}`, `--user=${url.username}`];

export const sql = (text) => {
  const environment = { ...process.env, MYSQL_PWD: url.password };
  const { status, stdout, stderr } = spawnSync("mariadb", [...words, url.pathname.slice(1)], {
    input: text,
    env: environment,
    encoding: "utf8",
  });
  return { ok: status === 0, says: (stdout + stderr).trim() };
};
