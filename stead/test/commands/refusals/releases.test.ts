import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { keepAsking } from "../../setup/keep-asking.ts";
import { nothingLeft, refused, type Refusal } from "../../setup/refused.ts";
import { withRunningSite, type RunningSite } from "../../setup/running-site.ts";

/** Releases that must not come to serve, over one that does. */
const quick = { start: "node server.mjs", watch: 1, drain: 5, stopTimeout: 1, startTimeout: 5 };
const site = withRunningSite({ spec: { domain: "foobar.com", app: quick }, application: "bare" });

const app = (settings: object) => (on: RunningSite) => on.change({ app: { ...settings } });
const application =
  (name: string, settings: object = {}) =>
  (on: RunningSite) => {
    on.become(name);
    app(settings)(on);
  };

/** A failed deploy is followed by a good one, which leaves nothing to do. */
const deployed = async (on: RunningSite): Promise<void> => {
  await on.stead("deploy");
  await nothingLeft(on);
};

const instance = /^app@\d{8}-\d{6}-[0-9a-f]{6}-[12]$/u;
const again = "Mend what its last lines say, and deploy again.";

/** Serves pages, but no longer says that it is well. */
const turnsUnwell = `
import { createServer } from "node:http";
const began = Date.now();
createServer((request, response) => {
  if (request.url === "/health" && Date.now() - began > 1000) response.statusCode = 503;
  response.end("so so");
}).listen(process.env.PORT);
`;

type ReleaseFault = Omit<Refusal, "exit" | "command" | "next">;
const inRelease = (cases: readonly ReleaseFault[]): readonly Refusal[] =>
  cases.map((one) => ({ ...one, command: ["deploy"], exit: 5, next: deployed }));

refused(
  site,
  inRelease([
    {
      name: "a build that fails",
      arrange: app({ build: "echo compiling; echo 'line 7: oh no' >&2; exit 3" }),
      code: "RELEASE_BUILD_FAILED",
      where: "app.build",
      what: /exit status 3/u,
      mend: /^Mend what its last lines say, and run the command again/u,
      lines: /line 7: oh no/u,
    },
    {
      name: "a static folder that the build did not make",
      arrange: app({ static: "public" }),
      code: "RELEASE_BUILD_FAILED",
      where: "app.static",
      what: 'The built release has no folder "public".',
      mend: /^Make it, let `app\.build` make it, or correct the setting/u,
    },
    {
      name: "a migration that fails",
      arrange: app({ migrate: "echo 'Table notes already exists'; exit 1" }),
      code: "RELEASE_MIGRATE_FAILED",
      where: "app.migrate",
      what: /ended with exit status 1/u,
      mend: /^Mend what its last lines say, and deploy again/u,
      lines: "Table notes already exists",
    },
    {
      name: "an application that crashes at once, long before it would be late",
      arrange: application("crashes-at-once", { startTimeout: 60 }),
      code: "RELEASE_CRASHED",
      where: instance,
      what: /ended before it was ready \(exit status 1\)/u,
      mend: again,
      lines: /no settings today/u,
    },
    {
      name: "a command that is not there",
      arrange: app({ start: "nodd server.mjs" }),
      code: "RELEASE_CRASHED",
      where: instance,
      what: /ended before it was ready \(exit status 127\)/u,
      mend: again,
      lines: /nodd: not found/u,
    },
    {
      name: "an application that never listens",
      arrange: application("never-listens", { startTimeout: 1 }),
      code: "RELEASE_NOT_LISTENING",
      where: instance,
      what: /lives, but listened on nothing within 1 s/u,
      mend: /^Let it call `listen\(process\.env\.PORT\)`.*`app\.startTimeout`/u,
      lines: "thinking about it",
    },
    {
      name: "one that listens on a port of its own",
      arrange: application("listens-elsewhere", { startTimeout: 1 }),
      code: "RELEASE_LISTENS_ELSEWHERE",
      where: instance,
      what: /listens on 127\.0\.0\.1:\d+, not on the socket/u,
      mend: /^Change the line that listens to `listen\(process\.env\.PORT\)`.*port: true/u,
    },
    {
      name: "one that listens, and is not well",
      arrange: application("unhealthy", { startTimeout: 1 }),
      code: "RELEASE_UNHEALTHY",
      where: instance,
      what: /answered 503 with "the database is gone\\n", not 200/u,
      mend: /`app\.health`, or raise `app\.startTimeout`/u,
    },
    {
      name: "one that turns unwell after the switch",
      arrange: (on) => {
        on.put("server.mjs", turnsUnwell);
        app({ watch: 8, health: "/health" })(on);
      },
      code: "RELEASE_UNHEALTHY",
      where: instance,
      what: /\/health of release \S+ answered 503 with "so so" after the switch/u,
      mend: again,
    },
    {
      name: "one that crashes after ten seconds, with the watch that nobody set",
      arrange: application("crashes-after-ten-seconds", { watch: undefined }),
      code: "RELEASE_CRASHED",
      where: instance,
      what: /ended by itself \(exit status 1\)/u,
      mend: again,
      lines: /the tenth second/u,
    },
    {
      name: "a worker that crashes",
      arrange: (on) => on.change({ workers: { queue: { run: "echo no queue; exit 1" } } }),
      code: "RELEASE_CRASHED",
      where: /^worker-queue@/u,
      what: /ended/u,
      mend: again,
      lines: /no queue/u,
    },
  ]),
);

/** What looks bad and is not: the deploy ends well, and no visitor waits in vain. Gives the processes it had meanwhile. */
const taken = async (name: string, page: string): Promise<readonly number[]> => {
  const asking = keepAsking(site().http);
  site().become(name);
  await site().stead("deploy");
  expect((await site().get()).body).toBe(page);
  const pids = Object.entries(await site().pids());
  site().restore();
  await deployed(site());
  expect((await asking.stop()).failed).toEqual([]);
  return pids.flatMap(([unit, pid]) => (unit.startsWith("app@") && pid !== undefined ? [pid] : []));
};

test("an application that listens late is waited for", async () => {
  await taken("listens-late", "late, but here\n");
});

test("one that ignores SIGTERM is replaced all the same: what is left of it is killed", async () => {
  const pids = await taken("ignores-sigterm", "I stay\n");
  expect(pids).toHaveLength(2);
  expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
});
