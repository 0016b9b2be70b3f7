import { CronPattern } from "croner";
import * as z from "zod";
import { isDomain, readDomain } from "./domain.ts";

/**
 * Schemas of values that several settings share. A message is a clause that begins with "must", because faults say
 * `app.health: is "x"; it must begin with /.`
 */

/** A command line, run with `sh -c` in the release's folder. */
export const command = () =>
  z
    .string()
    .min(1, "must be a command")
    .regex(/^[^\0\n]*$/u, "must be one line");

/** A path of the website: `/healthz`. */
export const webPath = () => z.string().regex(/^\/[^\s#]*$/u, "must be a path that begins with / and has no spaces");

/** A folder inside the site's folder. */
export const innerFolder = () =>
  z
    .string()
    .min(1, 'must be a folder, such as "public"')
    .refine((folder) => !folder.startsWith("/"), "must be inside the site's folder, without a leading /")
    .refine((folder) => !folder.split("/").includes(".."), "must stay inside the site's folder");

/** Whole seconds. */
export const seconds = (range: { readonly min: number; readonly max: number }) =>
  z
    .int()
    .min(range.min, `must be ${range.min} to ${range.max} seconds`)
    .max(range.max, `must be ${range.min} to ${range.max} seconds`);

/** A name that also serves as part of a file's, a unit's or a variable's name. */
export const slug = () =>
  z.string().regex(/^[a-z][a-z0-9-]{0,30}$/u, "must be a short name of small letters, digits and hyphens");

/** A domain name; its fault is SPEC_DOMAIN with a cure of its own. */
export const domainName = () =>
  z.string().superRefine((text, context) => {
    const read = readDomain(text);
    if (isDomain(read)) return;
    context.addIssue({ code: "custom", message: read.what, params: { code: "SPEC_DOMAIN", mend: read.mend } });
  });

/** Five cron fields. */
export const cronTime = () =>
  z.string().superRefine((text, context) => {
    const problem = cronProblem(text);
    if (problem) context.addIssue({ code: "custom", message: problem });
  });

const cronProblem = (text: string): string | undefined => {
  if (text.trim().split(/\s+/u).length !== 5)
    return "must have five fields: minute, hour, day of month, month, day of week";
  try {
    void new CronPattern(text);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^CronPattern: /u, "") : String(error);
    return `must be five cron fields: ${detail}`;
  }
};
