/** Types of records, as numbered by IANA (RFC 1035, 3.2.2; RFC 3596). */
export const recordTypes = { A: 1, CNAME: 5, SOA: 6, AAAA: 28 } as const;

export type RecordType = keyof typeof recordTypes;

/** One answer: its type, and its data as a zone file would have it (of a SOA: the name of the primary server). */
export interface DnsAnswer {
  readonly type: RecordType;
  readonly data: string;
}

export interface DnsReply {
  /** 0: no error, 3: no such name, 5: refused (RFC 1035, 4.1.1). */
  readonly code: number;
  readonly authoritative: boolean;
  readonly answers: readonly DnsAnswer[];
}

/** A query for one record: header of 12 bytes, the name, its type, class IN (RFC 1035, 4.1). */
export const writeQuery = (id: number, name: string, type: RecordType): Buffer => {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(1, 4);
  const labels = name
    .split(".")
    .filter((label) => label !== "")
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "ascii")]));
  const question = Buffer.alloc(4);
  question.writeUInt16BE(recordTypes[type], 0);
  question.writeUInt16BE(1, 2);
  return Buffer.concat([header, ...labels, Buffer.alloc(1), question]);
};

/** Reads a reply to such a query; throws RangeError when it is cut off. Records of other types are left out. */
export const readReply = (message: Buffer): DnsReply => {
  const flags = message.readUInt16BE(2);
  let offset = 12;
  for (let left = message.readUInt16BE(4); left > 0; left -= 1) offset = readName(message, offset).end + 4;
  const answers: DnsAnswer[] = [];
  for (let left = message.readUInt16BE(6); left > 0; left -= 1) {
    const start = readName(message, offset).end;
    const answer = readAnswer(message, start);
    if (answer) answers.push(answer);
    offset = start + 10 + message.readUInt16BE(start + 8);
  }
  return { code: flags & 0x0f, authoritative: (flags & 0x0400) !== 0, answers };
};

const readAnswer = (message: Buffer, start: number): DnsAnswer | undefined => {
  const code = message.readUInt16BE(start);
  const type = (Object.keys(recordTypes) as RecordType[]).find((name) => recordTypes[name] === code);
  return type && { type, data: readData[type](message, start + 10) };
};

const readData: Record<RecordType, (message: Buffer, at: number) => string> = {
  A: (message, at) => [...message.subarray(at, at + 4)].join("."),
  AAAA: (message, at) =>
    compress(Array.from({ length: 8 }, (_, group) => message.readUInt16BE(at + 2 * group).toString(16)).join(":")),
  CNAME: (message, at) => readName(message, at).name,
  SOA: (message, at) => readName(message, at).name,
};

/** The shortest way to write it (RFC 5952). */
const compress = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

/** A name may end with a pointer to an earlier one: two high bits, then its offset (RFC 1035, 4.1.4). */
const readName = (message: Buffer, start: number): { readonly name: string; readonly end: number } => {
  const labels: string[] = [];
  let at = start;
  let end: number | undefined;
  for (let length = message.readUInt8(at); length !== 0; length = message.readUInt8(at)) {
    if (length < 64) {
      labels.push(message.toString("ascii", at + 1, at + 1 + length));
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
