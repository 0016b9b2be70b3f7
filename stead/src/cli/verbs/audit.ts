import { sayDuration } from "../../kernel/text.ts";
import type { AuditLine } from "../../operations/audit/read-audit.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Verb } from "../verb.ts";

/** Lines, unless told otherwise: a screen. */
const LINES = 50;

export const audit: Verb = {
  group: "Looking",
  says: "Lists what was done to the hosts: who, what, when, and how it ended.",
  kind: "reads",
  words: [environmentWord],
  options: [
    { flags: "-n, --lines <number>", about: `how many of the last operations (default: ${LINES})` },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead audit production",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0], true);
    const { readAudit } = await import("../../operations/audit/read-audit.ts");
    const operations = await readAudit(site, call.choices.count("lines") ?? LINES);
    call.screen.answer({ operations }, (paint) => sayAudit(operations, paint));
  },
};

const sayAudit = (operations: readonly AuditLine[], paint: Paint): string =>
  operations.length === 0
    ? "Nothing was done yet."
    : sayTable([
        ["when", "on", "what", "who", "took", "serving", "result"].map((head) => paint("dim", head)),
        ...operations.map((line) => row(line, paint)),
      ]);

const row = (line: AuditLine, paint: Paint): readonly string[] => [
  sayTime(new Date(line.since)),
  line.host,
  line.verb,
  `${line.by}${line.as === "" || line.by.startsWith(`${line.as}@`) ? "" : ` as ${line.as}`}`,
  line.seconds === undefined ? "" : sayDuration(line.seconds),
  line.release ?? "",
  sayResult(line, paint),
];

const sayResult = ({ result, code }: AuditLine, paint: Paint): string => {
  const rest = code === undefined ? "" : ` (${code})`;
  if (result === "ok") return paint("green", "done");
  if (result === "open") return paint("yellow", "no end: at work, or cut off");
  return result === "failed" ? paint("red", `failed${rest}`) : paint("yellow", "interrupted");
};
