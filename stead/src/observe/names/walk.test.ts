import { expect, test } from "vitest";
import { readMessage, writeQuestion, type Reply, type SeenRecord } from "../../kernel/dns-message.ts";
import { dataOf } from "./data-of.ts";
import { readZone } from "./read-zone.ts";
import { findAuthority, type Ask } from "./walk.ts";

const records = (text: string): readonly SeenRecord[] =>
  readZone(text, "").map((entry) => ({ name: entry.name, type: entry.type, data: dataOf(entry) ?? "" }));

const reply = (part: Partial<Reply>): Reply => ({
  code: 0,
  authoritative: false,
  answers: [],
  authority: [],
  additional: [],
  ...part,
});

/** An internet as a table: who says what of everything. */
const internet: Readonly<Record<string, Partial<Reply>>> = {
  "198.41.0.4": {
    authority: records("com. NS a.registry.example.\n"),
    additional: records("a.registry.example. AAAA 2001:db8::c\na.registry.example. A 192.0.2.10\n"),
  },
  "192.0.2.10": {
    authority: records("foobar.com. NS ns1.foobar.com.\n"),
    additional: records("ns1.foobar.com. A 192.0.2.53\n"),
  },
};

const asking =
  (world: Readonly<Record<string, Partial<Reply>>>): Ask =>
  async (questions) =>
    questions.map(({ at }) => (world[at] ? reply(world[at]) : { failed: "no answer" }));

test("the servers of a domain are found from the root down, by the zone above's word", async () => {
  expect(await findAuthority("foobar.com", asking(internet))).toEqual({
    zone: "foobar.com.",
    delegated: true,
    servers: [{ name: "ns1.foobar.com.", addresses: ["192.0.2.53"] }],
    above: [{ name: "a.registry.example.", addresses: ["192.0.2.10", "2001:db8::c"] }],
  });
});

test("a name that nothing is delegated to lies in the zone above", async () => {
  const world = {
    ...internet,
    "192.0.2.53": { authoritative: true, authority: records("foobar.com. SOA a. b. 1 2 3 4 5\n") },
  };
  expect(await findAuthority("blog.foobar.com", asking(world))).toMatchObject({
    zone: "foobar.com.",
    delegated: false,
  });
  const none = { ...internet, "192.0.2.10": { code: 3, authoritative: true } };
  expect(await findAuthority("foobar.com", asking(none))).toMatchObject({ zone: "com.", delegated: false });
});

test("where nobody can be asked, that is known; and servers that send us in circles end", async () => {
  expect(await findAuthority("foobar.com", asking({}))).toBeUndefined();
  const circle = { "198.41.0.4": { authority: records("com. NS a.com.\n") } };
  expect(await findAuthority("foobar.com", asking(circle))).toBeUndefined();
});

test("equal records are equal texts, from the wire and from a file", () => {
  const name = (text: string): string =>
    [...text.split(".").filter(Boolean), ""]
      .map((label) => `${label.length.toString(16).padStart(2, "0")}${Buffer.from(label).toString("hex")}`)
      .join("");
  const wire = (type: string, hex: string): string => {
    const question = writeQuestion(1, "a", type);
    question.writeUInt16BE(1, 6);
    const number = question.subarray(-4, -2).toString("hex");
    const size = (hex.length / 2).toString(16).padStart(4, "0");
    const record = Buffer.from(`c00c${number}000100000e10${size}${hex}`, "hex");
    return readMessage(Buffer.concat([question, record])).answers[0]?.data ?? "";
  };
  const file = (text: string): string | undefined => readZone(`a ${text}`, "b.c").map((entry) => dataOf(entry))[0];
  expect(wire("MX", `000a${name("Mail.B.c")}`)).toBe(file("MX 010 mail"));
  expect(wire("TXT", "0268690121")).toBe(file('TXT "h" "i!"'));
  expect(wire("CAA", `0005697373756578`)).toBe(file("CAA 0 ISSUE x"));
  expect(wire("AAAA", `20010db8${"0".repeat(22)}01`)).toBe(file("AAAA 2001:DB8:0::1"));
  expect(wire("TYPE65280", "cb007119")).toBe(file(String.raw`TYPE65280 \# 4 CB00 7119`));
  expect(wire("SRV", `000100020003${name("x.y")}`)).toBe(file("SRV 1 2 3 x.y."));
});
