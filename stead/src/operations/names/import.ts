import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { z } from "zod";
import { siteSchema } from "../../components/registry.ts";
import { openLocalHost } from "../../host/local/local-host.ts";
import { SteadError } from "../../kernel/errors.ts";
import { showExample } from "../../kernel/show-example.ts";
import { readZone } from "../../observe/names/read-zone.ts";
import { isDomain, readDomain } from "../../spec/domain.ts";
import { parseSpec } from "../../spec/parse.ts";
import type { Spec } from "../../spec/spec.ts";
import { nameServerName } from "../../topology/name-servers.ts";
import type { SiteWish } from "../open-site.ts";
import { readConfig } from "../read-config.ts";
import { importZone, type ImportedZone, type OwnNames } from "./import-zone.ts";

/** Seconds for a transfer. */
const PATIENCE = 60;

export interface ImportWish extends SiteWish {
  /** A zone file. */
  readonly file?: string;
  /** A name server that allows a transfer. */
  readonly from?: string;
  /** A file with the key for it: `hmac-sha256:NAME:SECRET`. */
  readonly key?: string;
  /** Where a module with the records is written; nothing is overwritten. */
  readonly output?: string;
}

export interface Imported extends ImportedZone {
  /** The records as text for stead.config.ts. */
  readonly text: string;
  /** The module that was written. */
  readonly written?: string;
}

/**
 * Reads a zone that exists and tells it as the setting `records`, so that nothing is lost when the domain moves. Throws USAGE,
 * ZONE_UNREADABLE, and the faults of the spec.
 */
export const importNames = async (wish: ImportWish): Promise<Imported> => {
  const { value } = await readConfig(wish);
  const spec = parseSpec(value, wish.environment ?? "local", siteSchema as z.ZodObject);
  const own = ownNames(spec);
  const { text, name } = await zoneText(wish, own.domain);
  const zone = importZone(readZone(text, own.domain, name), own);
  const lines = zone.records.map((record) => `  ${showExample(record)},`);
  const records = `records: [\n${lines.join("\n")}\n],`;
  if (wish.output === undefined) return { ...zone, text: records };
  const written = resolve(wish.folder, wish.output);
  write(written, moduleText(lines, written));
  return { ...zone, text: records, written: relative(wish.folder, written) };
};

const ownNames = ({ settings }: Spec): OwnNames => {
  const ascii = (name: string): string => {
    const read = readDomain(name);
    return isDomain(read) ? read.ascii : name;
  };
  const domain = ascii(settings.domain);
  const aliases = settings.aliases.map((alias) => ascii(typeof alias === "string" ? alias : alias.name));
  const below = aliases.filter((name) => name.endsWith(`.${domain}`)).map((name) => name.slice(0, -domain.length - 1));
  return { domain, website: ["www", ...below], nameServers: settings.dns === "external" ? [] : [nameServerName(0)] };
};

const zoneText = async (
  { file, from, key, folder }: ImportWish,
  domain: string,
): Promise<{ readonly text: string; readonly name: string }> => {
  if ((file === undefined) === (from === undefined)) throw neither();
  if (file === undefined) return { text: await transfer(folder, domain, from ?? "", key), name: `the zone of ${from}` };
  try {
    return { text: readFileSync(resolve(folder, file), "utf8"), name: file };
  } catch {
    throw new SteadError({
      code: "USAGE",
      where: "stead dns import",
      what: `cannot read ${file}.`,
      mend: "Name the zone file that your provider exports, or a server: stead dns import --from ns1.example.net",
    });
  }
};

const neither = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead dns import",
    what: "needs a zone file or --from SERVER, one of the two.",
    mend: "stead dns import foobar.com.zone, or: stead dns import --from ns1.example.net",
  });

/** A whole zone from a server (AXFR, RFC 5936). A word for kdig never begins with a dash or a plus. */
const transfer = async (folder: string, domain: string, from: string, key: string | undefined): Promise<string> => {
  if (!/^[A-Za-z0-9][A-Za-z0-9.:-]*$/u.test(from)) throw refused(from, ["that is no name or address of a server"]);
  const machine = await openLocalHost({ folder });
  const keyed = key === undefined ? [] : ["-k", resolve(folder, key)];
  const run = ["kdig", ...keyed, `@${from}`, "+noidn", "+retry=1", domain, "AXFR"];
  const { exitCode, stdout, stderr } = await machine.run(run, { timeout: PATIENCE });
  if (exitCode === 0 && /\bSOA\b/u.test(stdout)) return stdout;
  if (exitCode === 127) throw noKdig();
  throw refused(
    from,
    `${stdout}\n${stderr}`
      .split("\n")
      .filter((line) => /^;;? |error|fail/iu.test(line))
      .slice(-4),
  );
};

const noKdig = (): SteadError =>
  new SteadError({
    code: "ENGINE_MISSING",
    where: "kdig",
    what: "is not installed; it fetches zones.",
    mend: "sudo apt-get install knot-dnsutils, or import a zone file that your provider exports.",
  });

const refused = (from: string, lines: readonly string[]): SteadError =>
  new SteadError({
    code: "ZONE_UNREADABLE",
    where: from,
    what: "does not hand the zone over.",
    mend: "Most servers allow that to nobody: allow this machine's address there, name a key (--key FILE), or export the zone as a file.",
    lines,
  });

const write = (path: string, text: string): void => {
  if (existsSync(path))
    throw new SteadError({
      code: "USAGE",
      where: path,
      what: "is there already, and is not overwritten.",
      mend: "Choose another name, or remove it first.",
    });
  writeFileSync(path, text);
};

/** Only TypeScript knows types. */
const moduleText = (lines: readonly string[], path: string): string => {
  const typed = path.endsWith(".ts");
  return [
    "/** Records of the domain beside those of the website: mail, above all. Imported once; it is yours to edit. */",
    ...(typed ? ['import type { SiteConfig } from "stead";', ""] : []),
    `export const records${typed ? ': SiteConfig["records"]' : ""} = [`,
    ...lines,
    "];",
    "",
  ].join("\n");
};
