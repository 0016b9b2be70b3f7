import { generic, shortest, text } from "../../kernel/dns-message.ts";
import { wholeName, type ZoneEntry } from "./read-zone.ts";
import { bytesOf, type Token } from "./tokens.ts";

/**
 * The data of a record of a master file, written as `SeenRecord.data` is; undefined: its type is one whose data is not compared, only that
 * there is some.
 */
export const dataOf = ({ type, data, origin }: Pick<ZoneEntry, "type" | "data" | "origin">): string | undefined => {
  if (data[0]?.raw === String.raw`\#` && !data[0].quoted) {
    const [, , ...digits] = data.map(({ raw }) => raw);
    return generic(Buffer.from(digits.join(""), "hex"));
  }
  return fileData[type]?.(data, origin);
};

type FromFile = (data: readonly Token[], origin: string) => string;

const target: FromFile = (data, origin) => wholeName(data.at(-1)?.raw ?? "", origin);
const numbersBefore: FromFile = (data, origin) =>
  [...data.slice(0, -1).map(({ raw }) => String(Number(raw))), target(data, origin)].join(" ");
const joined: FromFile = (data) => text(Buffer.concat(data.map((token) => bytesOf(token))));
const digest: FromFile = ([tag, algorithm, kind, ...digits]) =>
  `${Number(tag?.raw)} ${Number(algorithm?.raw)} ${Number(kind?.raw)} ${digits
    .map(({ raw }) => raw)
    .join("")
    .toLowerCase()}`;

const fileData: Readonly<Record<string, FromFile>> = {
  A: ([address]) => address?.raw ?? "",
  AAAA: ([address]) => shortest(address?.raw ?? "::"),
  NS: target,
  CNAME: target,
  PTR: target,
  DNAME: target,
  SOA: ([primary, mailbox, serial], origin) =>
    `${wholeName(primary?.raw ?? "", origin)} ${wholeName(mailbox?.raw ?? "", origin)} ${Number(serial?.raw)}`,
  MX: numbersBefore,
  SRV: numbersBefore,
  TXT: joined,
  SPF: joined,
  CAA: ([flags, tag, ...value]) => `${Number(flags?.raw)} ${tag?.raw.toLowerCase()} ${joined(value, "")}`,
  DS: digest,
  CDS: digest,
};
