/** Numbers of types (IANA; RFC 1035, 3.2.2 and later). Any other is `TYPE123`. */
const numbers: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  RP: 17,
  AAAA: 28,
  LOC: 29,
  SRV: 33,
  NAPTR: 35,
  CERT: 37,
  DNAME: 39,
  DS: 43,
  SSHFP: 44,
  TLSA: 52,
  SMIMEA: 53,
  CDS: 59,
  OPENPGPKEY: 61,
  SVCB: 64,
  HTTPS: 65,
  SPF: 99,
  EUI48: 108,
  EUI64: 109,
  URI: 256,
  CAA: 257,
};

const names = new Map(Object.entries(numbers).map(([name, number]) => [number, name]));

/** A record of a reply: its data in one way of writing, so that equal records are equal texts. */
export interface SeenRecord {
  /** Small letters, with the last dot. */
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

export interface Reply {
  /** 0: no error, 3: no such name, 5: refused (RFC 1035, 4.1.1). */
  readonly code: number;
  readonly authoritative: boolean;
  readonly answers: readonly SeenRecord[];
  readonly authority: readonly SeenRecord[];
  readonly additional: readonly SeenRecord[];
}

/** A question to one server, which is to answer by itself: recursion is not asked for (RFC 1035, 4.1). */
export const writeQuestion = (id: number, name: string, type: string): Buffer => {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(1, 4);
  const labels = name.split(".").filter((label) => label !== "");
  const question = Buffer.alloc(4);
  question.writeUInt16BE(numberOf(type), 0);
  question.writeUInt16BE(1, 2);
  const wire = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")]));
  return Buffer.concat([header, ...wire, Buffer.alloc(1), question]);
};

const numberOf = (type: string): number => numbers[type] ?? Number(/^TYPE(\d+)$/u.exec(type)?.[1] ?? 0);

/** Reads a whole reply; throws RangeError when it is cut off. */
export const readMessage = (message: Buffer): Reply => {
  const flags = message.readUInt16BE(2);
  let at = 12;
  for (let left = message.readUInt16BE(4); left > 0; left -= 1) at = readName(message, at).end + 4;
  const section = (offset: number): readonly SeenRecord[] =>
    Array.from({ length: message.readUInt16BE(offset) }, () => {
      const { record, end } = readRecord(message, at);
      at = end;
      return record;
    });
  return {
    code: flags & 0x0f,
    authoritative: (flags & 0x0400) !== 0,
    answers: section(6),
    authority: section(8),
    additional: section(10),
  };
};

const readRecord = (message: Buffer, start: number): { readonly record: SeenRecord; readonly end: number } => {
  const { name, end: at } = readName(message, start);
  const number = message.readUInt16BE(at);
  const type = names.get(number) ?? `TYPE${number}`;
  const [from, end] = [at + 10, at + 10 + message.readUInt16BE(at + 8)];
  if (end > message.length) throw new RangeError("The reply is cut off.");
  const data = (wireData[type] ?? hexData)(message, from, end);
  return { record: { name, type, data }, end };
};

type FromWire = (message: Buffer, at: number, end: number) => string;

const hexData: FromWire = (message, at, end) => generic(message.subarray(at, end));
const nameData: FromWire = (message, at) => readName(message, at).name;

const wireData: Readonly<Record<string, FromWire>> = {
  A: (message, at) => [...message.subarray(at, at + 4)].join("."),
  AAAA: (message, at) =>
    shortest(Array.from({ length: 8 }, (_, group) => message.readUInt16BE(at + 2 * group).toString(16)).join(":")),
  NS: nameData,
  CNAME: nameData,
  PTR: nameData,
  DNAME: nameData,
  SOA: (message, at) => {
    const mname = readName(message, at);
    const rname = readName(message, mname.end);
    return `${mname.name} ${rname.name} ${message.readUInt32BE(rname.end)}`;
  },
  MX: (message, at) => `${message.readUInt16BE(at)} ${readName(message, at + 2).name}`,
  SRV: (message, at) =>
    `${[0, 2, 4].map((offset) => message.readUInt16BE(at + offset)).join(" ")} ${readName(message, at + 6).name}`,
  TXT: (message, at, end) => text(strings(message.subarray(at, end))),
  SPF: (message, at, end) => text(strings(message.subarray(at, end))),
  CAA: (message, at, end) => {
    const tagEnd = at + 2 + message.readUInt8(at + 1);
    return `${message.readUInt8(at)} ${message.toString("latin1", at + 2, tagEnd).toLowerCase()} ${text(message.subarray(tagEnd, end))}`;
  },
  DS: (message, at, end) => keyed(message, at, end),
  CDS: (message, at, end) => keyed(message, at, end),
};

const keyed: FromWire = (message, at, end) =>
  `${message.readUInt16BE(at)} ${message.readUInt8(at + 2)} ${message.readUInt8(at + 3)} ${message.toString("hex", at + 4, end)}`;

const strings = (data: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += 1 + (data[at] ?? 0))
    parts.push(data.subarray(at + 1, at + 1 + (data[at] ?? 0)));
  return Buffer.concat(parts);
};

/** How a text was cut into strings does not count: readers join them (RFC 7208, 3.3; RFC 6376, 3.6.2.2). */
export const text = (bytes: Buffer): string => JSON.stringify(bytes.toString("utf8"));

export const generic = (bytes: Buffer): string => String.raw`\# ${bytes.length} ${bytes.toString("hex")}`.trimEnd();

/** RFC 5952. */
export const shortest = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

/** A name may end with a pointer to an earlier one: two high bits, then its offset (RFC 1035, 4.1.4). */
const readName = (message: Buffer, start: number): { readonly name: string; readonly end: number } => {
  const labels: string[] = [];
  let at = start;
  let end: number | undefined;
  for (let length = message.readUInt8(at); length !== 0; length = message.readUInt8(at)) {
    if (length < 64) {
      labels.push(message.toString("latin1", at + 1, at + 1 + length).toLowerCase());
      at += 1 + length;
      continue;
    }
    end ??= at + 2;
    const earlier = message.readUInt16BE(at) & 0x3fff;
    if (earlier >= at) throw new RangeError("A name in the reply points forward.");
    at = earlier;
  }
  return { name: `${labels.join(".")}.`, end: end ?? at + 1 };
};
