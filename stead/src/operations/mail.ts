import { join } from "node:path";
import { simpleParser, type AddressObject } from "mailparser";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { plural } from "../kernel/text.ts";
import type { HostName } from "../topology/topology.ts";

/** One caught message, as `stead mail` lists it. */
export interface CaughtMail {
  /** 1 is the newest. */
  readonly number: number;
  /** ISO 8601: when it was caught. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly file: string;
}

export interface CaughtMessage extends CaughtMail {
  readonly text: string;
  readonly attachments: readonly string[];
}

interface MailSite {
  readonly hosts: ReadonlyMap<HostName, Host>;
}

/** The messages the application sent on `local`, the newest first. */
export const listMail = async (site: MailSite): Promise<readonly CaughtMail[]> => {
  const found = await mailFiles(site);
  const listed = await Promise.all(found.map(async ({ host, file }, index) => readMail(host, file, index + 1)));
  return listed.flatMap((message) => (message ? [summaryOf(message)] : []));
};

/** One of them, by its number in the list. Throws USAGE when there is no such number. */
export const showMail = async (site: MailSite, number: number): Promise<CaughtMessage> => {
  const found = await mailFiles(site);
  const wanted = found[number - 1];
  const message = wanted && (await readMail(wanted.host, wanted.file, number));
  if (message) return message;
  throw new SteadError({
    code: "USAGE",
    where: "stead mail show",
    what: `There is no message ${number}: ${found.length === 0 ? "none was caught yet" : `${plural(found.length, "message")} can be shown`}.`,
    mend: "`stead mail` lists them; 1 is the newest.",
  });
};

const mailFiles = async ({ hosts }: MailSite): Promise<readonly { host: Host; file: string }[]> => {
  const lists = await Promise.all([...hosts.values()].map(async (host) => filesOn(host)));
  return lists.flat();
};

const filesOn = async (host: Host): Promise<readonly { host: Host; file: string }[]> => {
  const folder = join(host.where.home, "data", "mail");
  const names = (await host.files.list(folder)).filter((name) => name.endsWith(".eml"));
  // Names begin with the time of arrival.
  return names.toReversed().map((name) => ({ host, file: join(folder, name) }));
};

/** undefined: it was the oldest and has been dropped since the folder was listed. */
const readMail = async (host: Host, file: string, number: number): Promise<CaughtMessage | undefined> => {
  const content = await host.files.read(file);
  if (content === undefined) return undefined;
  const message = await simpleParser(Buffer.from(content));
  return {
    number,
    at: arrivalOf(file),
    from: addressesOf(message.from),
    to: addressesOf(message.to),
    subject: message.subject ?? "(no subject)",
    file,
    text: message.text ?? "",
    attachments: message.attachments.map(({ filename, contentType }) => filename ?? contentType),
  };
};

const summaryOf = ({ text: _text, attachments: _attachments, ...summary }: CaughtMessage): CaughtMail => summary;

const addressesOf = (addresses: AddressObject | AddressObject[] | undefined): string =>
  [addresses ?? []]
    .flat()
    .map(({ text }) => text)
    .join(", ");

/** `…/20261123-120501-042-0001.eml`. */
const arrivalOf = (file: string): string =>
  file.replace(/^.*\/(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-(\d{3})-.*$/, "$1-$2-$3T$4:$5:$6.$7Z");
