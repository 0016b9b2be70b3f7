import type * as z from "zod";
import type { ErrorCode } from "../kernel/error-codes.ts";
import { errorCodes } from "../kernel/error-codes.ts";
import type { Fault } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import { join } from "../kernel/text.ts";
import { expectation, sayIssue } from "./issue-text.ts";
import { valueAt } from "./merge.ts";
import { childOf, keysOf, unwrap } from "./schema-tree.ts";
import type { SettingMeta } from "./setting.ts";
import { showExample } from "../kernel/show-example.ts";
import { showPath, showValue } from "./show-value.ts";

/** What the schema found wrong with a value, as faults for a person. */
export const faultsOf = (schema: z.ZodObject, value: unknown, issues: readonly z.core.$ZodIssue[]): readonly Fault[] =>
  issues.flatMap((issue) => faultsOfIssue(schema, value, issue));

const faultsOfIssue = (schema: z.ZodObject, root: unknown, issue: z.core.$ZodIssue): readonly Fault[] => {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(schema, issue.path, key));
  if (issue.code === "invalid_union") return faultsOfUnion(schema, root, issue);
  if (issue.code === "invalid_key") return [badKey(schema, issue)];
  const value = valueAt(root, issue.path);
  return [
    {
      code: codeOf(issue),
      where: showPath(issue.path),
      what: sayIssue(issue, value),
      mend: ownMend(issue) ?? mendAt(schema, issue.path),
    },
  ];
};

/** Faults of the branch that was meant: the first that accepts the value's kind; else one fault that names all kinds. */
const faultsOfUnion = (schema: z.ZodObject, root: unknown, issue: z.core.$ZodIssueInvalidUnion): readonly Fault[] => {
  const value = valueAt(root, issue.path);
  const meant = issue.errors.find(
    (branch) => branch.length > 0 && !branch.some((inner) => inner.path.length === 0 && inner.code === "invalid_type"),
  );
  if (meant)
    return meant.flatMap((inner) => faultsOfIssue(schema, root, { ...inner, path: [...issue.path, ...inner.path] }));
  const what = value === undefined ? "is missing." : `is ${showValue(value, issue.path)}; it ${kindsOf(issue)}.`;
  return [{ code: "SPEC_INVALID", where: showPath(issue.path), what, mend: mendAt(schema, issue.path) }];
};

/** The schema author's words for the whole union, else the kinds of its branches. */
const kindsOf = (issue: z.core.$ZodIssueInvalidUnion): string => {
  if (issue.message.startsWith("must")) return issue.message;
  const kinds = issue.errors.flatMap((branch) => branch.slice(0, 1).map((inner) => expectation(inner)));
  return `must be ${join([...new Set(kinds)], "or")}`;
};

const badKey = (schema: z.ZodObject, issue: z.core.$ZodIssueInvalidKey): Fault => ({
  code: "SPEC_INVALID",
  where: showPath(issue.path),
  what: `has a name that does not fit; it ${issue.issues[0]?.message ?? "must have another form"}.`,
  mend: mendAt(schema, issue.path),
});

const codeOf = (issue: z.core.$ZodIssue): ErrorCode => {
  const code: unknown = issue.code === "custom" ? issue.params?.["code"] : undefined;
  return typeof code === "string" && Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : "SPEC_INVALID";
};

const ownMend = (issue: z.core.$ZodIssue): string | undefined => {
  const mend: unknown = issue.code === "custom" ? issue.params?.["mend"] : undefined;
  return typeof mend === "string" ? mend : undefined;
};

const unknownKey = (schema: z.ZodObject, path: readonly PropertyKey[], key: string): Fault => ({
  code: "SPEC_UNKNOWN_KEY",
  where: showPath([...path, key]),
  what: "is not a setting.",
  mend: `${suggestKey(schema, path, key)} \`stead explain\` lists every setting.`,
});

const suggestKey = (schema: z.ZodObject, path: readonly PropertyKey[], key: string): string => {
  const known = keysOf(schemaAt(schema, path) ?? schema);
  if (Object.hasOwn(otherWords, key)) return `Did you mean ${otherWords[key]}?`;
  const near = nearest(key, known);
  if (near) return `Did you mean ${showPath([...path, near])}?`;
  const elsewhere = keysOf(schema).find(
    (group) => keysOf(childOf(schema, group) ?? schema).includes(key) && childOf(schema, group),
  );
  if (path.length === 0 && elsewhere) return `It belongs in ${elsewhere}: write ${elsewhere}: { ${key}: … }.`;
  if (path.length > 0 && keysOf(schema).includes(key)) return `It belongs at the top, beside ${showPath(path)}.`;
  return `Known here: ${join(known)}.`;
};

/** What newcomers from other tools write, and our name for it. */
const otherWords: Readonly<Record<string, string>> = {
  hostname: "domain",
  host: "domain",
  replicas: "app.instances",
  command: "app.start",
  db: "database",
  client_max_body_size: "maxBody",
  healthcheck: "app.health",
};

const schemaAt = (schema: z.ZodObject, path: readonly PropertyKey[]): z.core.$ZodType | undefined =>
  path.reduce<z.core.$ZodType | undefined>((inner, key) => inner && childOf(inner, key), schema);

/** The cure that the nearest setting on the path offers: its example, and where to read more. */
const mendAt = (schema: z.ZodObject, path: readonly PropertyKey[]): string => {
  const found = nearestMeta(schema, path);
  if (!found) return groupMend(schema, path);
  const name = showPath(found.path);
  const key = String(found.path.at(-1));
  return `Write for example ${key}: ${showExample(found.meta.example)} (see \`stead explain ${name}\`).`;
};

const groupMend = (schema: z.ZodObject, path: readonly PropertyKey[]): string => {
  const known = keysOf(schemaAt(schema, path) ?? schema);
  return `Write an object with ${join(known.length > 0 ? known : keysOf(schema), "or")} (see \`stead explain${path.length === 1 ? ` ${showPath(path)}` : ""}\`).`;
};

const nearestMeta = (
  schema: z.ZodObject,
  path: readonly PropertyKey[],
): { readonly path: readonly PropertyKey[]; readonly meta: SettingMeta } | undefined => {
  for (let length = path.length; length > 0; length -= 1) {
    const here = path.slice(0, length);
    const at = schemaAt(schema, here);
    const meta = at && unwrap(at).meta;
    if (meta) return { path: here, meta };
  }
  return undefined;
};
