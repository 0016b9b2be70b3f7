import type { ServerSite } from "./server-site.ts";

/** A row as its writer knows it. */
export interface Row {
  readonly id: number;
  readonly title: string;
  /** `2026-11-23 16:00:00.123`, UTC. */
  readonly at: string;
}

/** What each title has in it: to be looked for where no title may be readable. */
export const bearer = "bears-this-mark";

const MARIADB =
  "setpriv --reuid=mysql --regid=mysql --clear-groups mariadb --socket=/run/stead/foobar.com/database/mariadb.sock";

/** Runs SQL on the site's database, as its administrator. */
export const sql = (site: ServerSite, text: string, host?: string): Promise<string> =>
  site.on(`echo ${Buffer.from(text).toString("base64")} | base64 -d | ${MARIADB} -N -B foobar_com`, host);

/** Begins to write rows, ten in a second; what was acknowledged is noted apart from the database. */
export const startStream = async (site: ServerSite): Promise<void> => {
  await sql(
    site,
    "CREATE TABLE posts (id INT AUTO_INCREMENT PRIMARY KEY, title TEXT NOT NULL, at DATETIME(3) NOT NULL DEFAULT NOW(3))",
  );
  const insert = `INSERT INTO posts (title) VALUES (CONCAT('${bearer} ', UUID())); SELECT id, title, at FROM posts WHERE id = LAST_INSERT_ID(); DO SLEEP(0.1);`;
  const program = `while [ ! -e /root/enough ]; do echo "${insert}"; sleep 0.1; done | ${MARIADB} -N -B -n foobar_com >/root/acknowledged`;
  await site.on(
    `echo ${Buffer.from(program).toString("base64")} | base64 -d >/root/stream; systemd-run --quiet --unit=stream sh /root/stream`,
  );
};

/** Ends it, and waits until all that was written is acknowledged. */
export const stopStream = (site: ServerSite): Promise<string> =>
  site.on("touch /root/enough; while systemctl --quiet is-active stream; do sleep 0.2; done");

/** The rows of a database, or those that were `acknowledged`, in the order of their numbers. */
export const rowsOf = async (site: ServerSite, where: string, host?: string): Promise<readonly Row[]> => {
  const text =
    where === "acknowledged"
      ? await site.on("cat /root/acknowledged")
      : await sql(site, `SELECT id, title, at FROM ${where}.posts ORDER BY id`, host);
  return text.split("\n").map((line) => {
    const [id, title = "", at = ""] = line.split("\t");
    return { id: Number(id), title, at };
  });
};

/** Drops a table; the second in which that was, as `stead restore --at` takes it. */
export const drop = async (site: ServerSite, table: string): Promise<string> =>
  (await sql(site, `SELECT UTC_TIMESTAMP(); DROP TABLE ${table}`)).trim();
