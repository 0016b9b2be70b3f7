import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { errorCodes, type ErrorCode } from "../../src/kernel/error-codes.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/**
 * A site serves, and its configuration is made wrong in every way there is. Each time five things are seen: the code and the
 * exit status; where, what and mend; every file as it was; the site answering 200 all the while; the next correct run.
 */
const good = { domain: "foobar.com", app: { static: "." } };
let site: SiteFolder;
let text: string;
let foreign: Server;

beforeAll(async () => {
  foreign = createServer().listen(0, "127.0.0.1");
  await once(foreign, "listening");
  site = await makeSiteFolder(good);
  site.write("index.html", "<h1>Here I am</h1>\n");
  await site.stead("up", "-d");
  text = readFileSync(join(site.folder, "stead.config.mjs"), "utf8");
});

afterAll(async () => {
  foreign.close();
  await site.close();
});

interface Case {
  readonly config: string;
  readonly code: ErrorCode;
  readonly where: RegExp;
  readonly what: RegExp;
  readonly mend: RegExp;
}

const spec = (extra: object): string => `export default ${JSON.stringify({ ...good, ...extra })};\n`;
const taken = (): number => {
  const address = foreign.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const cases: Readonly<Record<string, () => Case>> = {
  "a misspelt key": () => ({
    config: spec({ cannonical: "www" }),
    code: "SPEC_UNKNOWN_KEY",
    where: /^cannonical$/u,
    what: /^is not a setting\.$/u,
    mend: /^Did you mean canonical\?/u,
  }),
  "a bad domain": () => ({
    config: spec({ domain: "foo_bar.com" }),
    code: "SPEC_DOMAIN",
    where: /^domain$/u,
    what: /foo_bar/u,
    mend: /^Write a name such as/u,
  }),
  "a value of the wrong kind": () => ({
    config: spec({ maxBody: "much" }),
    code: "SPEC_INVALID",
    where: /^maxBody$/u,
    what: /"much"/u,
    mend: /^Write for example maxBody: /u,
  }),
  "two settings that exclude each other": () => ({
    config: spec({ app: { static: ".", instances: 3 } }),
    code: "SPEC_EXCLUDES",
    where: /^app\.instances$/u,
    what: /the site is static/u,
    mend: /^Add app\.start, or take app\.instances out\.$/u,
  }),
  "a syntax error": () => ({
    config: "export default {\n  domain: ;\n};\n",
    code: "SPEC_UNREADABLE",
    where: /stead\.config\.mjs:2$/u,
    what: /^cannot be read: /u,
    mend: /^Mend that line/u,
  }),
  "half a file": () => ({
    config: 'export default {\n  domain: "foobar.com",\n',
    code: "SPEC_UNREADABLE",
    where: /stead\.config\.mjs/u,
    what: /^cannot be read: /u,
    mend: /^Mend that line/u,
  }),
  "an empty file": () => ({
    config: "",
    code: "SPEC_INVALID",
    where: /stead\.config\.mjs$/u,
    what: /exports nothing by default/u,
    mend: /export default defineSite/u,
  }),
  "a file that throws": () => ({
    config: "const names = [];\nexport default { domain: names[0].name };\n",
    code: "SPEC_THROWS",
    where: /stead\.config\.mjs:2:\d+$/u,
    what: /^throws TypeError: /u,
    mend: /^Mend that line/u,
  }),
  "a port that somebody else has": () => ({
    config: spec({ ports: { http: taken() } }),
    code: "PORT_TAKEN",
    where: /^ports\.http$/u,
    what: new RegExp(`^is ${taken()}, on which .*\\(pid ${process.pid}\\)`, "u"),
    mend: /^Stop that process, choose another port/u,
  }),
};

test.each(Object.entries(cases))("%s", async (_name, make) => {
  const { config, code, where, what, mend } = make();
  writeFileSync(join(site.folder, "stead.config.mjs"), config);
  const before = site.files();
  const asking = keepAsking();

  const ended = await site.run("up", "-d", "--json");
  const answers = await asking.stop();

  expect(ended.exitCode).toBe(errorCodes[code]);
  expect(faultsIn(ended.stdout + ended.stderr)).toEqual([
    expect.objectContaining({
      code,
      where: expect.stringMatching(where),
      what: expect.stringMatching(what),
      mend: expect.stringMatching(mend),
    }),
  ]);
  expect(site.files()).toEqual(before);
  expect(answers.length).toBeGreaterThan(3);
  expect(new Set(answers)).toEqual(new Set([200]));
  writeFileSync(join(site.folder, "stead.config.mjs"), text);
  expect(await site.changes("up")).toEqual([]);
});

test("an environment that is not described", async () => {
  const ended = await site.run("plan", "--environment", "production");
  expect(ended.exitCode).toBe(errorCodes.USAGE);
  expect(ended.stderr).toContain('"production" is not described');
});

/** Asks for the page again and again, until stopped; the statuses. */
const keepAsking = () => {
  let on = true;
  const answers: number[] = [];
  const done = (async () => {
    while (on) {
      answers.push((await ask(site.http, "/", { host: "localhost" })).status);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    stop: async (): Promise<readonly number[]> => {
      on = false;
      await done;
      return answers;
    },
  };
};

const faultsIn = (output: string): unknown =>
  output
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as { error?: { faults?: unknown } }];
      } catch {
        return [];
      }
    })
    .find(({ error }) => error !== undefined)?.error?.faults;
