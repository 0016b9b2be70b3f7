import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Check } from "../../components/component.ts";
import type { Host } from "../../host/host.ts";
import type { UnitStatus } from "../../state/observations.ts";
import { makeCheck } from "./answers.ts";
import { judgeDisk, lookAtClock, lookAtNode } from "./machine.ts";
import { lookAtAbandoned } from "./places.ts";
import { lookAtUnits } from "./units.ts";

const megabyte = 1024 ** 2;

test.each([
  [50 * megabyte, 100_000, "fault"],
  [500 * megabyte, 100_000, "warning"],
  [5000 * megabyte, 100_000, "ok"],
  [5000 * megabyte, 20, "fault"],
  [5000 * megabyte, 0, "ok"],
  [5000 * megabyte, Number.NaN, "ok"],
])("a disk with %i bytes and %i entries free is %s", (bytes, entries, verdict) => {
  expect(judgeDisk(bytes, entries, "/site").verdict).toBe(verdict);
});

test("an older Node than Stead needs is a fault", () => {
  expect([lookAtNode("v20.20.2").verdict, lookAtNode("v24.1.0").verdict]).toEqual(["fault", "ok"]);
});

/** Answers every command alike. */
const answering = (exitCode: number, stdout: string): Host =>
  ({ run: async () => ({ exitCode, stdout, stderr: "" }) }) as Partial<Host> as Host;

test("a clock that nothing keeps right is a warning; where nobody can tell, that is said", async () => {
  const now = new Date(0);
  expect((await lookAtClock(answering(0, "no\n"), now)).verdict).toBe("warning");
  expect((await lookAtClock(answering(0, "yes\n"), now)).verdict).toBe("ok");
  expect((await lookAtClock(answering(1, ""), now)).says).toContain("Nothing here tells");
});

test("a server whose clock is a day away from this machine's is a fault", async () => {
  const server = (seconds: number): Host => ({ ...answering(0, `${seconds}.5\n`), lifeline: {} }) as unknown as Host;
  const now = Date.now() / 1000;
  expect(await lookAtClock(server(Math.floor(now)))).toMatchObject({ verdict: "ok" });
  const wrong = await lookAtClock(server(Math.floor(now) - 86_400));
  expect(wrong.verdict).toBe("fault");
  expect(wrong.says).toMatch(/which is 8640\d s away/u);
});

const unit = (name: string, more: Partial<UnitStatus>): UnitStatus => ({
  name,
  state: "ready",
  pid: 7,
  since: 0,
  restarts: 0,
  definition: {
    name,
    run: [name],
    ready: { kind: "command", run: ["true"] },
    readyTimeout: 1,
    stop: { signal: "SIGTERM", timeout: 1 },
    restart: "always",
  },
  ...more,
});

const keeping = (units: readonly UnitStatus[], answers: boolean): Host =>
  ({
    units: { status: async () => units, answers: async () => answers, lines: async () => ["last words"] },
  }) as Partial<Record<keyof Host, unknown>> as Host;

test("a process that fails shows its last lines; one that was started again, a warning", async () => {
  const findings = await lookAtUnits(
    keeping(
      [unit("a", {}), unit("b", { state: "failing", lastExit: "exit status 1" }), unit("c", { restarts: 2 })],
      true,
    ),
  );
  expect(findings.map(({ subject, verdict }) => [subject, verdict])).toEqual([
    ["supervisor", "ok"],
    ["a", "ok"],
    ["b", "fault"],
    ["c", "warning"],
  ]);
  expect(findings[2]).toMatchObject({
    lines: ["last words"],
    says: "It fails again and again, last with exit status 1.",
  });
});

test("a supervisor that is gone is a fault, though its processes live", async () => {
  const [first] = await lookAtUnits(keeping([unit("a", {})], false));
  expect(first).toMatchObject({ subject: "supervisor", verdict: "fault" });
});

test("data of a site whose folder is gone is named, with the line that removes it", async () => {
  const where = { home: "/h", run: "/r", apart: "/apart" };
  const sites: Readonly<Record<string, string>> = { "/apart/1/where": "site /here", "/apart/2/where": "site /gone" };
  const files = {
    list: async () => ["1", "2", "3"],
    read: async (path: string) => (path in sites ? new TextEncoder().encode(sites[path]) : undefined),
    look: async (paths: readonly string[]) => new Map(paths.map((path) => [path, path === "/here" ? {} : undefined])),
  };
  const [found] = await lookAtAbandoned({ where, files } as Partial<Record<keyof Host, unknown>> as Host);
  expect(found).toMatchObject({ verdict: "warning", mend: "If nobody needs it: rm -r /apart/2" });
  expect(found?.says).toContain("/apart/2 (of /gone)");
});

test("a check is made for real: the wrong answer and no answer are told as they are", async () => {
  const server = createServer((_request, response) => response.writeHead(500).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const check: Check = {
    kind: "http",
    says: "The page answers",
    at: { address: "127.0.0.1", port },
    host: "x",
    path: "/",
    expect: [200],
  };
  expect((await makeCheck("nginx", check, answering(0, ""))).says).toBe(
    "The page answers? No: it answered 500, not 200.",
  );
  server.close();
  await once(server, "close");
  expect((await makeCheck("nginx", check, answering(0, ""))).says).toBe("The page answers? No: nothing listens there.");
  const command: Check = { kind: "command", says: "MariaDB answers", run: ["x"] };
  expect((await makeCheck("mariadb", command, answering(1, "ERROR 2002\nmore"))).says).toContain("No: ERROR 2002.");
  expect((await makeCheck("mariadb", command, answering(0, "1"))).verdict).toBe("ok");
  expect((await makeCheck("clock", { ...command, tells: true }, answering(0, "0.4 ms off\n"))).says).toBe(
    "MariaDB answers: 0.4 ms off.",
  );
});
