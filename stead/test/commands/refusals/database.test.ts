import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keepAsking } from "../../setup/keep-asking.ts";
import { nothingLeft, refused, type Refusal } from "../../setup/refused.ts";
import { runStead } from "../../setup/run-stead.ts";
import { withRunningSite, type RunningSite } from "../../setup/running-site.ts";

/** A database that does not let the application in any more, under a site that serves. */
const app = { start: "node server.mjs", migrate: "node migrate.mjs", health: "/health" };
const quick = { watch: 0, drain: 5, stopTimeout: 1, startTimeout: 2 };
const site = withRunningSite({
  spec: { domain: "foobar.com", app: { ...app, ...quick }, database: { engine: "mariadb" } },
  application: "asks-the-database",
});

const secret = (of: "app" | "migrate") => (on: RunningSite) => join(on.home(), `secrets/database-${of}`);

/** As an administrator who knows the account, and not that its password is on file. */
const changePassword = (account: string) => async (on: RunningSite) => {
  const statement = `ALTER USER '${account}'@'localhost' IDENTIFIED BY 'a new one';`;
  const { exitCode, stderr } = await runStead(on.folder, ["db"], {
    environment: { STATEMENT: statement },
    through: ["sh", "-c", 'printf %s "$STATEMENT" | "$@"', "sh"],
  });
  expect(exitCode, stderr).toBe(0);
};

const working = async (): Promise<void> => {
  const { status, body } = await site().get("/health");
  expect([status, body]).toEqual([200, "0"]);
};

/** What `up` sets up again, and with whom it replaces the instances that hold a copy. */
const setUp = "Set up the database foobar_com and its accounts";
const replaced = expect.stringMatching(
  /^Replace the instances of release .*: the database foobar_com and its accounts changed$/u,
) as string;

const setUpAgain: Refusal["next"] = async (on) => {
  expect(await on.changes("up")).toEqual([setUp, replaced]);
  await working();
  await on.stead("deploy");
  await nothingLeft(on);
};

const lacks =
  /^First run `stead up`, for the site lacks something: it would set up the database foobar_com and its accounts\. /u;

refused(site, [
  ...(["empty", "something that is no password"] as const).map((content): Refusal => ({
    name: `the file of a password is ${content}`,
    arrange: (on) => writeFileSync(secret("app")(on), content === "empty" ? "" : "'; DROP TABLE users; --\n"),
    restore: (on) => rmSync(secret("app")(on)),
    code: "OWN_FILE_UNREADABLE",
    exit: 1,
    where: secret("app"),
    what: /^should hold the password of the application's database account: 16 to 128 letters/u,
    mend: (on) =>
      `Remove it (rm '${secret("app")(on)}') and run \`stead up\`: a new one is made and given to all who need it.`,
    next: async (on) => {
      expect(await on.changes("up")).toEqual([expect.stringMatching(/^Make the password/u), setUp, expect.anything()]);
      await working();
      await nothingLeft(on);
    },
  })),
  {
    name: "a deploy after somebody changed the password of the application's account",
    command: ["deploy"],
    arrange: changePassword("foobar_com"),
    code: "RELEASE_UNHEALTHY",
    exit: 5,
    where: /^app@/u,
    what: /^\/health answered 503 with "ERROR 1045 .*Access denied for user 'foobar_com'/u,
    mend: lacks,
    next: setUpAgain,
  },
  {
    name: "a deploy after somebody changed the password of the account that migrates",
    command: ["deploy"],
    arrange: changePassword("foobar_com_migrate"),
    code: "RELEASE_MIGRATE_FAILED",
    exit: 5,
    where: "app.migrate",
    what: /exit status 1/u,
    mend: lacks,
    lines: /Access denied for user 'foobar_com_migrate'/u,
    next: setUpAgain,
  },
]);

/** Damage that `up` mends by itself; the page that needs no database is there all the while. */
const damages: readonly { says: string; damage: Refusal["arrange"] }[] = [
  { says: "in the file", damage: (on: RunningSite) => writeFileSync(secret("app")(on), `${"x".repeat(40)}\n`) },
  { says: "in the database", damage: changePassword("foobar_com") },
];

test.each(damages)("a password that somebody changed $says is set again everywhere", async ({ damage }) => {
  const asking = keepAsking(site().http);
  const { mariadb } = await site().pids();
  await damage(site());
  expect(await site().changes("up")).toEqual([setUp, replaced]);
  await working();
  expect((await site().pids())["mariadb"]).toBe(mariadb);
  await nothingLeft(site());
  expect((await asking.stop()).failed).toEqual([]);
});

test("no password is told by a refusal", async () => {
  const known = readFileSync(secret("app")(site()), "utf8").trim();
  await changePassword("foobar_com")(site());
  const { stdout, stderr } = await site().run("deploy", "--json");
  expect(stdout + stderr).not.toContain(known);
  await site().changes("up");
});
