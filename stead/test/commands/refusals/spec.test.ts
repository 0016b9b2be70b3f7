import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ask } from "../../setup/ask.ts";
import { refused, type Refusal } from "../../setup/refused.ts";
import { withRunningSite, type RunningSite, type Spec } from "../../setup/running-site.ts";

/** What can be wrong with a stead.config.ts, on a site that serves. */
const site = withRunningSite({ spec: { domain: "foobar.com", app: { static: "." } } });

const setting = (extra: Spec) => (on: RunningSite) => on.change(extra);
const text =
  (...lines: readonly string[]) =>
  (on: RunningSite) =>
    on.configure(`${lines.join("\n")}\n`);
const config = (on: RunningSite): string => join(on.folder, "stead.config.mjs");

/** Refused before any host is looked at. */
type SpecFault = Omit<Refusal, "exit">;
const inSpec = (cases: readonly SpecFault[]): readonly Refusal[] => cases.map((one) => ({ ...one, exit: 2 }));

refused(
  site,
  inSpec([
    {
      name: "an unknown key",
      arrange: setting({ kubernetes: true }),
      code: "SPEC_UNKNOWN_KEY",
      where: "kubernetes",
      what: "is not a setting.",
      mend: /^Known here: domain, .*`stead explain` lists every setting\.$/u,
    },
    {
      name: "a misspelt key, deep inside",
      arrange: setting({ app: { static: ".", biuld: "make" } }),
      code: "SPEC_UNKNOWN_KEY",
      where: "app.biuld",
      what: "is not a setting.",
      mend: /^Did you mean app\.build\?/u,
    },
    {
      name: "a bad domain",
      arrange: setting({ domain: "foo_bar.com" }),
      code: "SPEC_DOMAIN",
      where: "domain",
      what: /"foo_bar": letters, digits and inner hyphens only/u,
      mend: /^Write a name such as "foobar\.com" or "münchen\.example"\.$/u,
    },
    {
      name: "an address for a domain",
      arrange: setting({ domain: "https://foobar.com/" }),
      code: "SPEC_DOMAIN",
      where: "domain",
      what: /scheme/u,
      mend: 'Write only the name: "foobar.com".',
    },
    {
      name: "a value of the wrong type",
      arrange: setting({ app: { static: 5 } }),
      code: "SPEC_INVALID",
      where: "app.static",
      what: /is 5; it must be text/u,
      mend: /^Write for example static: "/u,
    },
    {
      name: "a value that this setting cannot have",
      arrange: setting({ maxBody: "much" }),
      code: "SPEC_INVALID",
      where: "maxBody",
      what: /"much"/u,
      mend: /^Write for example maxBody: /u,
    },
    {
      name: "a setting that a static site cannot have",
      arrange: setting({ app: { instances: 3 } }),
      code: "SPEC_EXCLUDES",
      where: "app.instances",
      what: /the site is static/u,
      mend: "Add app.start, or take app.instances out.",
    },
    {
      name: "two settings that exclude each other",
      arrange: setting({ domain: "www.foobar.com", canonical: "www" }),
      code: "SPEC_EXCLUDES",
      where: "domain",
      what: /visitors would end up on www\.www\.foobar\.com/u,
      mend: 'Write domain: "foobar.com".',
    },
    {
      name: "a record that two engines would have to disagree about",
      arrange: setting({ records: [{ name: "@", type: "CNAME", value: "elsewhere.example." }] }),
      code: "SPEC_EXCLUDES",
      where: "records[0]",
      what: /makes foobar\.com itself a CNAME/u,
      mend: /^Take it out/u,
    },
    {
      name: "a syntax error",
      arrange: text("export default {", "  domain: ;", "};"),
      code: "SPEC_UNREADABLE",
      where: (on) => `${config(on)}:2`,
      what: /^cannot be read: /u,
      mend: /^Mend that line/u,
      lines: /domain: ;/u,
    },
    {
      name: "half a file",
      arrange: text("export default {", '  domain: "foobar.com",'),
      code: "SPEC_UNREADABLE",
      where: (on) => new RegExp(`^${config(on)}`, "u"),
      what: /^cannot be read: /u,
      mend: /^Mend that line/u,
    },
    {
      name: "what Node cannot take away of TypeScript",
      arrange: text(
        "enum Where { here }",
        'export default { domain: "foobar.com", app: { static: "." }, at: Where.here };',
      ),
      code: "SPEC_UNREADABLE",
      where: (on) => `${config(on)}:1`,
      what: /enum/u,
      mend: /^Node only takes types away: write it without enum/u,
    },
    {
      name: "an import that is not there",
      arrange: text('import { names } from "./names.ts";', "export default names;"),
      code: "SPEC_UNREADABLE",
      where: config,
      what: (on) => `imports ${join(on.folder, "names.ts")}, which is not there.`,
      mend: /^Correct the import/u,
    },
    {
      name: "an import of a folder",
      arrange: (on) => {
        mkdirSync(join(on.folder, "names"));
        text('import { names } from "./names";', "export default names;")(on);
      },
      restore: (on) => rmSync(join(on.folder, "names"), { recursive: true }),
      code: "SPEC_UNREADABLE",
      where: config,
      what: (on) => `imports ${join(on.folder, "names")}, which is a folder.`,
      mend: /^Name the file in it/u,
    },
    {
      name: "an empty file",
      arrange: text(""),
      code: "SPEC_INVALID",
      where: config,
      what: "exports nothing by default.",
      mend: /export default defineSite/u,
    },
    {
      name: "a configuration that throws",
      arrange: text("const names = [];", "export default { domain: names[0].name };"),
      code: "SPEC_THROWS",
      where: (on) => new RegExp(`^${config(on)}:2:\\d+$`, "u"),
      what: /^throws TypeError: Cannot read properties of undefined/u,
      mend: /^Mend that line/u,
    },
    {
      name: "one that throws later, in a promise that it waits for",
      arrange: text(
        'const ask = () => Promise.reject(new Error("the key safe is closed"));',
        'export default { domain: await ask(), app: { static: "." } };',
      ),
      code: "SPEC_THROWS",
      where: (on) => new RegExp(`^${config(on)}:1:\\d+$`, "u"),
      what: "throws Error: the key safe is closed.",
      mend: /^Mend that line/u,
    },
    {
      name: "a configuration that is a folder",
      arrange: (on) => {
        rmSync(config(on));
        mkdirSync(config(on));
      },
      restore: (on) => rmSync(config(on), { recursive: true }),
      code: "SPEC_UNREADABLE",
      where: config,
      what: "cannot be opened: it is a folder.",
      mend: "Make it a file that you may read.",
    },
    {
      name: "an environment that is not described",
      arrange: () => undefined,
      command: ["up", "-d", "--environment", "production"],
      code: "USAGE",
      where: "the environment",
      what: '"production" is not described in stead.config.ts.',
      mend: "There is local; others go into environments.",
    },
    {
      name: "a snippet of nginx's that is not there",
      arrange: setting({ snippets: { nginx: "nginx/extra.conf" } }),
      code: "SPEC_INVALID",
      where: "snippets.nginx",
      what: /^names nginx\/extra\.conf, which cannot be read \(ENOENT/u,
      mend: /^Write a path as seen from the folder of stead\.config\.ts/u,
    },
    {
      name: "a snippet that nginx refuses: its own words, at the user's own line",
      arrange: (on) => {
        on.put("extra.conf", 'add_header X-Fine "yes";\nproxy_pas http://127.0.0.1:9;\n');
        on.change({ snippets: { nginx: "extra.conf" } });
      },
      restore: (on) => rmSync(join(on.folder, "extra.conf")),
      code: "CONFIG_REFUSED",
      where: (on) => `${join(on.folder, "extra.conf")}:2`,
      what: "nginx refuses its new configuration. Nothing was changed.",
      mend: /^Mend the setting, or the file of your own/u,
      lines: (on) => new RegExp(`unknown directive "proxy_pas" in ${join(on.folder, "extra.conf")}:2`, "u"),
    },
  ]),
);

test("all faults are told at once", async () => {
  site().change({ domain: "foo_bar.com", maxBody: -1, cannonical: "www", app: { workers: 3 } });
  const { exitCode, stderr } = await site().run("up", "-d");
  site().restore();
  expect(exitCode).toBe(2);
  for (const where of ["domain", "maxBody", "cannonical", "app.workers"]) expect(stderr).toContain(`✖ ${where}: `);
  expect(stderr).toContain("4 faults in all.");
});

test("a name in letters of its own is taken, shown as people write it, and served", async () => {
  site().change({ domain: "bücher.example" });
  expect((await site().run("up", "-d")).stdout).toContain("bücher.example");
  expect((await site().run("status")).stdout).toMatch(/bücher\.example/u);
  const answer = await ask(site().http, "/", { host: "www.xn--bcher-kva.localhost" });
  expect([answer.status, answer.body]).toEqual([200, "<h1>Here I am</h1>\n"]);
  site().restore();
  await site().changes("up");
});
