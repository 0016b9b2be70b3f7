import { basename } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import { isDomain, readDomain } from "../../spec/domain.ts";

/**
 * The domain that was asked for, else one made of the folder's name: the name itself when it is a domain
 * (`foobar.com`), else `NAME.test`, which nobody can own (RFC 6761, 6.2). Throws SPEC_DOMAIN for an asked one that is none.
 */
export const chooseDomain = (folder: string, asked: string | undefined): string =>
  asked === undefined ? domainOfFolder(basename(folder)) : checked(asked);

const checked = (asked: string): string => {
  const read = readDomain(asked);
  if (!isDomain(read)) throw new SteadError({ code: "SPEC_DOMAIN", where: `"${asked}"`, ...read });
  return withoutWww(read.unicode);
};

const withoutWww = (domain: string): string => domain.replace(/^www\.(?=[^.]+\.)/u, "");

const domainOfFolder = (name: string): string => {
  const read = readDomain(name);
  if (isDomain(read) && /\.[a-z]{2,}$/u.test(read.ascii)) return withoutWww(read.unicode);
  const label = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 50)
    .replaceAll(/^-+|-+$/gu, "");
  return `${label || "site"}.test`;
};
