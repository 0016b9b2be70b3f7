import * as z from "zod";

const statuses = [301, 302, 303, 307, 308] as const;

const noStarInside = (path: string): boolean => !path.slice(0, -1).includes("*");

const from = () =>
  z
    .string()
    .regex(/^\/[^\s?#\\]*$/u, "must be a path that begins with /, without spaces, ? or #")
    .refine(noStarInside, "must have its * at the end, if it has one");

const to = () =>
  z
    .string()
    .regex(
      /^(?:\/(?!\/)|https?:\/\/[^\s/])[^\s\\]*$/u,
      'must be a path such as "/new" or an address such as "https://example.org/"',
    )
    .refine(noStarInside, "must have its * at the end, if it has one");

const target = z.union([
  to(),
  z.strictObject({
    to: to().describe("The path or address that the visitor is sent to."),
    status: z.literal(statuses, "must be 301, 302, 303, 307 or 308").default(308).describe("The status of the answer."),
  }),
]);

/** `redirects`: each target reachable, no path sent to itself. */
export const redirectsSchema = () =>
  z.record(from(), target).superRefine((redirects, context) => {
    for (const [path, wish] of Object.entries(redirects)) {
      const problem = problemOf(path, typeof wish === "string" ? wish : wish.to);
      if (problem) context.addIssue({ code: "custom", path: [path], message: problem });
    }
  });

const problemOf = (path: string, wanted: string): string | undefined => {
  if (path === wanted) return "must lead to another path than its own";
  if (wanted.endsWith("*") && !path.endsWith("*")) return "must not end in *, because the path that it is for does not";
  // Everything below /a/ sent to a place below /a/ would be sent on for ever.
  const loops = path.endsWith("*") && wanted.startsWith(path.slice(0, -1));
  return loops ? "must lead outside of what it is for, or the visitor never arrives" : undefined;
};
