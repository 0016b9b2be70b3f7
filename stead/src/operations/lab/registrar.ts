import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import type { Delegation, NameServer } from "../../lab/internet/delegation.ts";
import { PROVIDER } from "../../lab/internet/places.ts";
import type { LabSite } from "../../lab/lab.ts";
import { changeSites, isSameSite } from "../../lab/sites.ts";
import { openLab } from "./open-lab.ts";
import { wantedLab, type LabWish } from "./wanted-lab.ts";

/**
 * Shows or changes what stands about the site's domain in the zone above it, as one does at a registrar. Everybody in the
 * lab sees the change at once. `show`; `ns NAME[=ADDRESS[,ADDRESS]]…`; `ds DATA…` (no data: takes it away); `zone FILE`:
 * the lab's provider serves the domain with these records; `reset`: what the spec says. Throws USAGE, COMMAND_FAILED.
 */
export const labRegistrar = async (wish: LabWish, task: string, words: readonly string[]): Promise<Delegation> => {
  const { machine, lab, record, site } = await openLab(wish);
  if (task === "show") return site.delegation;
  const change = Object.hasOwn(changes, task) ? changes[task as keyof typeof changes] : undefined;
  if (!change) throw unknownTask(task);
  const changed = await change(site, words, { ...wish, environment: site.environment });
  await changeSites(machine, lab, record, (sites) => sites.map((one) => (isSameSite(one, site) ? changed : one)));
  return changed.delegation;
};

type Change = (site: LabSite, words: readonly string[], wish: LabWish) => LabSite | Promise<LabSite>;

const changes = {
  ns: (site, words) => ({ ...site, delegation: { ...site.delegation, nameServers: words.map(readNameServer) } }),
  ds: (site, words) => ({ ...site, delegation: { ...site.delegation, ds: words.map(readDs) } }),
  zone: ({ delegation: { domain }, ...site }, [file = ""], { folder }) => ({
    ...site,
    zone: readZone(resolve(folder, file)),
    delegation: { domain, nameServers: [{ name: PROVIDER, addresses: [] }], ds: [] },
  }),
  reset: async ({ folder, environment }, _words, wish) => ({
    folder,
    environment,
    delegation: (await wantedLab(wish)).delegation,
  }),
} satisfies Readonly<Record<string, Change>>;

const unknownTask = (task: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead lab registrar",
    what: `"${task}" is nothing it does.`,
    mend: "It does show, ns NAME=ADDRESS…, ds DATA…, zone FILE and reset.",
  });

const readZone = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SteadError({
      code: "USAGE",
      where: "stead lab registrar zone",
      what: `cannot read ${file}.`,
      mend: "Name a file with lines of a zone file, without SOA and NS: www A 203.0.113.7.",
    });
  }
};

const readNameServer = (word: string): NameServer => {
  const [name = "", addresses = ""] = word.toLowerCase().split("=");
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+\.?$/u.test(name) || !/^[0-9a-f.:,]*$/u.test(addresses))
    throw notRead(word, "ns1.foobar.com=203.0.113.7,2001:db8::7");
  return { name: name.replace(/\.$/u, ""), addresses: addresses.split(",").filter((one) => one !== "") };
};

/** Key tag, algorithm, digest type, digest (RFC 4034, 5.3). */
const readDs = (word: string): string => {
  if (!/^\d{1,5} \d{1,3} \d{1,3} ([0-9a-f]{2}){20,64}$/iu.test(word)) throw notRead(word, "'12345 13 2 0123abcd…'");
  return word;
};

const notRead = (word: string, example: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead lab registrar",
    what: `"${word}" is nothing that a registrar takes.`,
    mend: `Write it like ${example}.`,
  });

export type { Delegation };
