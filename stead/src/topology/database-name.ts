import { createHash } from "node:crypto";

/** Leaves room for `_migrate` within the 64 characters of a MariaDB database name (MariaDB manual, Identifier Names). */
const longest = 48;

/** `foobar_com` of `foobar.com`: what the site's database is called unless the spec says otherwise. Long ones end in a hash. */
export const databaseName = (domain: string): string => {
  const plain = domain.replaceAll(/[^a-z0-9]/gu, "_").replace(/^(?=[0-9_])/u, "d");
  if (plain.length <= longest) return plain;
  return `${plain.slice(0, longest - 8)}_${createHash("sha256").update(domain).digest("hex").slice(0, 7)}`;
};
