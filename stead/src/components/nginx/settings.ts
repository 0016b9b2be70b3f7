import * as z from "zod";
import { setting } from "../../spec/setting.ts";
import { redirectsSchema } from "./redirects-schema.ts";
import { bytesOf } from "./size.ts";

const size = () =>
  z
    .union([z.string(), z.int()], 'must be a size such as "10m" or "512k"')
    .refine((text) => (bytesOf(text) ?? 0) > 0, 'must be a size such as "10m" or "512k", above 0');

/** Headers that say how this very answer is to be read: a fixed value would make some answers wrong. */
const perAnswer = new Set([
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "etag",
  "last-modified",
  "location",
  "server",
  "set-cookie",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "vary",
  "x-cache",
  "x-request-id",
]);

const headerName = () =>
  z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, "must be the name of a header, such as X-Frame-Options")
    .refine((name) => !perAnswer.has(name.toLowerCase()), "must be a header that may be the same on every answer");

const headerValue = () => z.string().regex(/^[\t\x20-\x7e\x80-\u{10ffff}]+$/u, "must be one line of text");

const rate = z.strictObject({
  perSecond: z
    .number()
    .min(0.1, "must be 0.1 to 100000")
    .max(100_000, "must be 0.1 to 100000")
    .describe("Requests that one client address may make each second, on average."),
  burst: z
    .int()
    .min(0, "must be 0 to 100000")
    .max(100_000, "must be 0 to 100000")
    .optional()
    .describe("How many may come at once beyond that; twice the rate unless given."),
});

const hsts = z.strictObject({
  days: z
    .int()
    .min(1, "must be 1 to 3650 days")
    .max(3650, "must be 1 to 3650 days")
    .describe("Days for which a browser keeps to it."),
  subdomains: z.boolean().default(false).describe("Also for every name below the site's own."),
  preload: z.boolean().default(false).describe("Allows browsers to ship the site in their lists: hstspreload.org."),
});

const snippet = () =>
  z
    .string()
    .min(1, "must be the path of a file")
    .refine((path) => !path.startsWith("/"), "must be inside the site's folder, without a leading /")
    .refine((path) => !path.split("/").includes(".."), "must be inside the site's folder, without ..");

/** The settings of nginx. */
export const nginxSettings = {
  maxBody: setting(size().default("10m"), {
    about: "The largest request body (upload) that is accepted; a larger one is answered with 413.",
    effect: { nginx: "reload" },
    example: "25m",
  }),
  redirects: setting(redirectsSchema().default({}), {
    about:
      "Paths that moved: from a path, or from all that begin with one (a * at its end), to a path or an address. A * at the end of the target stands for the rest. 308 unless a status is given.",
    effect: { nginx: "reload" },
    example: { "/old": "/new", "/blog/*": { to: "/posts/*", status: 301 } },
  }),
  headers: setting(z.record(headerName(), headerValue()).default({}), {
    about: "Headers put on every answer, errors included. They replace the application's own of the same name.",
    effect: { nginx: "reload" },
    example: { "X-Frame-Options": "DENY" },
  }),
  hsts: setting(hsts.optional(), {
    about:
      "Tells browsers to open the site encrypted only, for so many days after each visit. Nobody can take it back before that: begin with a few days.",
    // On local nothing is encrypted. On a server nginx reloads.
    effect: {},
    example: { days: 365 },
  }),
  rateLimit: setting(rate.optional(), {
    about:
      "How many requests one client address may send to the application; more are answered with 429. Files are not counted, unless the site has nothing else.",
    effect: { nginx: "reload" },
    example: { perSecond: 50, burst: 100 },
  }),
  snippets: z
    .strictObject({
      nginx: setting(snippet().optional(), {
        about:
          "A file of your own, included in the site's server block of nginx. It is tried out with nginx -t before anything changes.",
        effect: { nginx: "reload" },
        example: "nginx.conf",
      }),
    })
    .prefault({})
    .describe("Configuration in an engine's own language, for what Stead has no setting for."),
};

/** The text of the file that `snippets.nginx` names: whoever opens the site reads it and puts it beside the settings. */
export const snippetText = (site: { readonly settings: Readonly<Record<string, unknown>> }): string | undefined => {
  const texts = site.settings["snippetTexts"];
  const text = typeof texts === "object" && texts !== null ? Reflect.get(texts, "nginx") : undefined;
  return typeof text === "string" ? text : undefined;
};
