import { createHash } from "node:crypto";
import { isShared, serverPlace } from "./server-place.ts";
import type { HostPlace, RoleName } from "./topology.ts";

/** The system account that engines and applications run as when Stead itself runs as root on `local`. */
export const systemAccount = "stead";

/** Linux takes 32 bytes (useradd(8)). */
const longest = 32;

/**
 * The account that a site's application runs as on a server: `stead-foobar-com`. A name that could be another site's as well (a
 * hyphen may stand for a dot), or that is too long, ends in a hash.
 */
export const siteAccount = (domain: string): string => {
  const plain = `stead-${domain.replaceAll(".", "-")}`;
  if (!domain.includes("-") && plain.length <= longest) return plain;
  const hash = createHash("sha256").update(domain).digest("hex").slice(0, 6);
  return `${plain.slice(0, longest - 7).replace(/-+$/u, "")}-${hash}`;
};

/** The accounts of Debian's own packages: on a server an engine never runs as the application does. */
export const engineAccounts: Readonly<Partial<Record<RoleName, string>>> = {
  web: "www-data",
  dns: "knot",
  database: "mysql",
};

/** What runs a role on a host; undefined: the operator's own account. */
export const accountOf = (place: Pick<HostPlace, "account" | "accounts">, role: RoleName): string | undefined =>
  place.accounts?.[role] ?? place.account;

/** The same as an owner of files, a unit's or a command's account. */
export const ownedBy = (
  place: Pick<HostPlace, "account" | "accounts">,
  role: RoleName,
): { readonly account?: string } => {
  const account = accountOf(place, role);
  return account === undefined ? {} : { account };
};

/**
 * Where a role has its sockets and pid files: where each has an account of its own, in a folder of its own, and in the server's where
 * one engine serves all sites.
 */
export const runFolder = (place: Pick<HostPlace, "accounts" | "paths" | "services">, role: RoleName): string => {
  if (isShared(place, role)) return `${serverPlace(place).run}/${role}`;
  return place.accounts?.[role] === undefined ? place.paths.run : `${place.paths.run}/${role}`;
};
