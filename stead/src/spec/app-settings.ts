import * as z from "zod";
import { command, innerFolder, seconds, webPath } from "./kinds.ts";
import { readDestination } from "./networks.ts";
import { secretList } from "./secret-list.ts";
import { setting } from "./setting.ts";

/** The settings of `app`: how the application is built, started, proved and stopped. */
export const appSettings = {
  build: setting(command().optional(), {
    about:
      "The command that builds a release, run in a clean copy of the site's folder. Counts from the next deploy; without it, the files are released as they are.",
    effect: {},
    example: "npm run build",
  }),
  start: setting(command().optional(), {
    about:
      "The command that starts one instance of the application. Without it the site is static: nothing runs but nginx.",
    effect: { app: "replace" },
    example: "node dist/main.js",
  }),
  static: setting(innerFolder().optional(), {
    about:
      'The folder of files that nginx serves itself, seen from the release\'s folder; "." for the whole (a static site only). Counts from the next deploy.',
    effect: {},
    example: "public",
  }),
  health: setting(webPath().default("/"), {
    about:
      "The path that answers 200 when an instance can serve visitors. An instance that does not answer it never gets traffic.",
    effect: { app: "replace" },
    example: "/healthz",
  }),
  migrate: setting(command().optional(), {
    about:
      "The command that brings the database's tables up to date. It runs once for each release, before its instances start, with an account that may change tables.",
    effect: { app: "replace" },
    example: "node dist/migrate.js",
  }),
  console: setting(command().optional(), {
    about:
      "What `stead console` opens in the serving release, such as a REPL that knows the application. A shell unless given.",
    effect: {},
    example: "node",
  }),
  instances: setting(z.int().min(1).max(64).default(2), {
    about: "How many instances run on each server. Two or more, so that one may die unnoticed.",
    effect: { app: "replace", nginx: "reload" },
    example: 3,
  }),
  env: setting(
    z
      .record(
        z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "must be letters, digits and _ only, as environment variables are"),
        z
          .string()
          .regex(/^[^\0]*$/u, "must not hold a zero byte")
          // execve(2): name, sign and value together have 131072 bytes (MAX_ARG_STRLEN).
          .refine((text) => Buffer.byteLength(text) <= 100_000, "must have at most 100000 bytes; put more into a file"),
      )
      .default({}),
    {
      about: "Further environment variables of the application, its workers, cron jobs and migration.",
      effect: { app: "replace" },
      example: { LOG_LEVEL: "debug" },
    },
  ),
  secrets: setting(secretList().optional(), {
    about:
      'Names of values that the application gets but nobody reads here, such as keys of a payment service: `stead secret set NAME ENVIRONMENT` takes each. A name alone is an environment variable; { name: "NAME", as: "file" } gives NAME_FILE, the path of a file that has it. Until all are set, `up` and `deploy` refuse.',
    effect: { app: "replace" },
    example: ["STRIPE_KEY", { name: "SIGNING_KEY", as: "file" }],
  }),
  data: setting(z.boolean().default(false), {
    about: "Gives the application DATA_DIR: a folder for uploads and the like, which outlives releases.",
    effect: { app: "replace" },
    example: true,
  }),
  port: setting(z.boolean().default(false), {
    about:
      "For an application that only listens on a port number: PORT is then a free loopback port instead of the path of a socket, and a release switches by one nginx reload.",
    effect: { app: "replace", nginx: "reload" },
    example: true,
  }),
  sessionCookie: setting(
    z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, "must be the name of a cookie (letters, digits, - and _)")
      .optional(),
    {
      about:
        "The one cookie that makes pages personal. Named, requests with other cookies only may be answered from the cache; without it, every cookie keeps a request from the cache.",
      effect: { nginx: "reload" },
      example: "session",
    },
  ),
  egress: setting(
    z
      .array(
        z
          .string()
          .refine(
            (text) => readDestination(text) !== undefined,
            'must be an address or a network, with or without a port, such as "203.0.113.7:443", "[2001:db8::/32]:443" or "*:443"',
          ),
      )
      .optional(),
    {
      about:
        "On a server, the only places that the application, its workers, cron jobs and migration may connect to, besides this machine itself. Name servers are such places too. Everything is open unless given.",
      effect: {},
      example: ["203.0.113.7:443", "*:53"],
    },
  ),
  startTimeout: setting(seconds({ min: 1, max: 3600 }).default(30), {
    about: "Seconds that a new instance may take until its health check answers 200.",
    effect: { app: "replace" },
    example: 60,
  }),
  drain: setting(seconds({ min: 0, max: 3600 }).default(30), {
    about: "Seconds at most that an old instance may take to finish the requests it has, before it is asked to end.",
    effect: { app: "replace" },
    example: 20,
  }),
  stopTimeout: setting(seconds({ min: 1, max: 600 }).default(10), {
    about: "Seconds from SIGTERM until an instance that does not end is killed.",
    effect: { app: "replace" },
    example: 15,
  }),
  watch: setting(seconds({ min: 0, max: 3600 }).default(12), {
    about: "Seconds after the switch during which a failing new release is switched back by itself.",
    effect: { app: "replace" },
    example: 20,
  }),
};
