import * as z from "zod";
import { domainName } from "../../spec/kinds.ts";
import { setting } from "../../spec/setting.ts";
import {
  isName,
  numberProblem,
  recordTypes,
  ruleOf,
  type GenericType,
  type RecordField,
  type RecordType,
} from "./record-types.ts";

const short = () => z.int().min(0, "must be 0 to 65535").max(65_535, "must be 0 to 65535");

const typeMessage = `must be one of ${recordTypes.join(", ")}, or a number such as TYPE65280`;

const record = z
  .strictObject({
    name: z
      .string()
      .refine(
        (name) => name === "@" || isName(name),
        'must be a name below the domain, such as "mail", or "@" for the domain itself',
      )
      .describe('The name, seen from the domain: "mail" for mail.foobar.com, "@" for foobar.com itself.'),
    type: z
      .union(
        [z.enum(recordTypes, typeMessage), z.templateLiteral(["TYPE", z.int().min(0).max(65_535)], typeMessage)],
        typeMessage,
      )
      .describe(
        "The type of the record. One that is not in the list is written by its number, and its value as bytes.",
      ),
    value: z
      .string()
      .min(1, "must not be empty")
      .regex(/^[^\0\r\n]*$/u, "must be one line")
      .describe('What it says. A name without a dot is one of this domain ("mail"), any other is a whole name.'),
    ttl: z
      .int()
      .min(30, "must be 30 to 604800 seconds")
      .max(604_800, "must be 30 to 604800 seconds")
      .optional()
      .describe("Seconds that resolvers may keep it; 3600 unless given, 86400 for NS."),
    priority: short().optional().describe("Of MX (10 unless given) and SRV: the lowest number is tried first."),
    weight: short().optional().describe("Of SRV: the share among equals."),
    port: short().optional().describe("Of SRV: where the service listens."),
    flags: z
      .literal([0, 128], "must be 0 or 128")
      .optional()
      .describe("Of CAA: 128 makes it binding for those who do not know the tag."),
    tag: z
      .string()
      .regex(/^[a-z0-9]{1,15}$/u, "must be a tag such as issue, issuewild or iodef")
      .optional()
      .describe('Of CAA: what the record is about; "issue" unless given.'),
  })
  .superRefine((wish, context) => {
    const unnamed = isNumbered(wish.type) ? numberProblem(wish.type) : undefined;
    if (unnamed) context.addIssue({ code: "custom", path: ["type"], message: unnamed });
    const rule = ruleOf(wish.type);
    const problem = rule.problem(wish.value);
    if (problem) context.addIssue({ code: "custom", path: ["value"], message: problem });
    for (const field of fields) {
      const known = field in rule.fields;
      if (!known && wish[field] !== undefined)
        context.addIssue({ code: "custom", path: [field], message: `must be left out: ${wish.type} has none` });
      if (known && rule.fields[field] === undefined && wish[field] === undefined)
        context.addIssue({ code: "custom", path: [field], message: `must be given for ${wish.type}` });
    }
  });

const isNumbered = (type: RecordType): type is GenericType => type.startsWith("TYPE");

const fields = ["priority", "weight", "port", "flags", "tag"] as const satisfies readonly RecordField[];

const address = () =>
  z.union(
    [z.ipv4("must be an IPv4 or IPv6 address"), z.ipv6("must be an IPv4 or IPv6 address")],
    "must be an IPv4 or IPv6 address",
  );

const secondary = z.strictObject({
  name: domainName().describe("Its name, which becomes one of the domain's name servers: ns2.example.net."),
  address: z
    .union([address(), z.array(address()).min(1).max(2)])
    .describe("Where it is told of changes: IPv4, IPv6, or both in a list."),
});

/** The settings of Knot. */
export const knotSettings = {
  records: setting(z.array(record).default([]), {
    about:
      "Further DNS records of the domain. Stead writes those of the website itself: the domain's addresses, www, aliases below the domain, the name servers.",
    effect: { knot: "reload" },
    example: [
      { name: "@", type: "MX", value: "mail", priority: 10 },
      { name: "mail", type: "A", value: "203.0.113.25" },
      { name: "@", type: "TXT", value: "v=spf1 mx -all" },
    ],
  }),
  dnssec: setting(z.boolean().default(false), {
    about:
      "Signs the zone on servers (one ECDSA P-256 key, made and kept there). Resolvers check it once the zone above knows the key: `stead dns ds` prints what to give your registrar. To switch it off, take that away there first, and wait a day.",
    // On local nothing is signed: nobody could check it. On a server the name server reloads.
    effect: {},
    example: true,
  }),
  secondaries: setting(z.array(secondary).max(6, "must be at most 6").default([]), {
    about:
      "Name servers of others that serve a copy of the domain, so that names are answered also when your server is away. Each may fetch it with a key of its own, and only with that: `stead dns secondaries` prints what to type in there.",
    // On a server the name server reloads; local has none.
    effect: {},
    example: [{ name: "ns2.example.net", address: "192.0.2.53" }],
  }),
};
