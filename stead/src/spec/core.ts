import * as z from "zod";
import { appSettings } from "./app-settings.ts";
import { jobSettings } from "./jobs.ts";
import { domainName, slug } from "./kinds.ts";
import { setting } from "./setting.ts";

const address = () =>
  z.union(
    [z.ipv4("must be an IPv4 or IPv6 address"), z.ipv6("must be an IPv4 or IPv6 address")],
    "must be an IPv4 or IPv6 address",
  );

const roles = ["dns", "balancer", "web", "app", "database"] as const;

const server = z.strictObject({
  address: z
    .union([address(), z.array(address()).min(1).max(2)])
    .optional()
    .describe("Its public address: IPv4, IPv6, or both in a list."),
  roles: z.array(z.enum(roles)).min(1).optional().describe("What it does; all roles unless named."),
  ssh: z
    .strictObject({
      host: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/u, "must be a Host of your ssh configuration")
        .optional()
        .describe("A Host of your own ssh configuration that leads to it; its address unless given."),
      user: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9._-]*$/u, "must be the name of an account")
        .optional()
        .describe(
          "Whom Stead comes in as: root, or an account with sudo. Your ssh configuration decides unless given.",
        ),
      port: z
        .int()
        .min(1, "must be a port from 1 to 65535")
        .max(65_535, "must be a port from 1 to 65535")
        .optional()
        .describe("The port of its sshd. Your ssh configuration decides unless given."),
    })
    .optional()
    .describe(
      "How it is reached, where your own ssh does not know that already (jump hosts and keys are its business).",
    ),
  leaving: z
    .literal(true, "must be true; a server that stays has no such line")
    .optional()
    .describe("It is to be emptied: nothing runs on it any more, and then its line may go."),
  debian: z
    .literal([12, 13], "must be 12 or 13")
    .optional()
    .describe("The Debian release that `stead lab` gives it (default: 12); a rented server has what it has."),
  memory: z
    .string()
    .regex(/^[1-9]\d{0,5}[mg]$/u, 'must be an amount of memory, such as "512m" or "2g"')
    .optional()
    .describe(
      "The memory that `stead lab` gives it, such as 512m (default: as much as this machine); a rented server has what it has.",
    ),
});

const alias = z.union([
  domainName(),
  z.strictObject({
    name: domainName().describe("The name."),
    serve: z
      .literal(true, "must be true; an alias that redirects is written as its name alone")
      .describe("Shows the site instead of redirecting."),
  }),
]);

const port = () =>
  z.int().min(1024, "must be a port from 1024 to 65535").max(65_535, "must be a port from 1024 to 65535");

/** The settings that belong to no engine: the part of the spec that several rooms read. */
export const coreShape = {
  domain: setting(domainName(), {
    about: "The site's domain name, without www. International names are written as people read them.",
    // Its database is called after it, and a name server for another zone is another one.
    effect: { nginx: "reload", knot: "restart", app: "replace" },
    example: "example.org",
  }),
  canonical: setting(z.enum(["www", "apex"]).default("www"), {
    about:
      'The name that visitors end up on: "www" (www.foobar.com) or "apex" (foobar.com). The other one answers 308.',
    effect: { nginx: "reload" },
    example: "apex",
  }),
  aliases: setting(z.array(alias).default([]), {
    about:
      "Further names: one alone redirects to the canonical name, { name, serve: true } shows the site under it as well.",
    // Names below the domain stand in its zone.
    effect: { nginx: "reload", knot: "reload" },
    example: ["foobar.example", { name: "shop.foobar.com", serve: true }],
  }),
  app: z.strictObject(appSettings).optional().describe("The application. Without it the site has nothing to show yet."),
  ...jobSettings,
  immutable: setting(z.array(z.string().min(1, "must be a glob")).default([]), {
    about:
      "Globs of static files whose names change with their content. Browsers keep them for a year, and those of older releases stay reachable.",
    effect: { nginx: "reload" },
    example: ["/assets/**"],
  }),
  database: z
    .strictObject({
      engine: setting(z.enum(["mariadb"]).default("mariadb"), {
        about: "The database engine.",
        effect: {},
        example: "mariadb",
      }),
      name: setting(
        z
          .string()
          .regex(/^[a-z][a-z0-9_]{0,47}$/u, "must be small letters, digits and _, at most 48, beginning with a letter")
          .optional(),
        {
          about:
            "The name of the database and of its account; made from the domain unless given. Another name is another, empty database: nothing is copied.",
          effect: { app: "replace" },
          example: "shop",
        },
      ),
    })
    .optional()
    .describe("The application's database. Without it none is started."),
  ports: z
    .strictObject({
      http: setting(port().optional(), {
        about:
          "The port of the website on local: 8080, or the next free one, unless given. A server always has 80 and 443.",
        effect: { nginx: "reload" },
        example: 8090,
      }),
      dns: setting(port().optional(), {
        about:
          "The port of the name server on local: 5300, or the next free one, unless given. A server always has 53.",
        effect: { knot: "restart" },
        example: 5390,
      }),
    })
    .prefault({})
    .describe("Ports on local."),
  environments: setting(
    z
      .record(slug(), z.looseObject({ servers: z.record(slug(), server).optional().describe("The servers, by name.") }))
      .default({}),
    {
      about:
        "Named sets of servers, each with whatever settings differ there. local (this machine) always exists, and may override settings too.",
      effect: {},
      example: { production: { servers: { web1: { address: "203.0.113.7" } } } },
    },
  ),
};

/** The core settings as they are after validation. */
export type CoreSettings = z.infer<z.ZodObject<typeof coreShape>>;
