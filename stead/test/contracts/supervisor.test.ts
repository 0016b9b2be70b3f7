import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { UnitStatus } from "../../src/state/observations.ts";
import { freePorts } from "../setup/free-ports.ts";
import { never } from "./host.ts";
import { localBench } from "./local-bench.ts";
import { plain, server, stubborn, web } from "./programs.ts";
import { supervisorPid } from "./supervisor-pid.ts";
import { runs, until } from "./waiting.ts";

let bench: Awaited<ReturnType<typeof localBench>>;

beforeEach(async () => {
  bench = await localBench();
});
afterEach(() => bench.close());

const units = () => bench.host.units;
const statusOf = async (name: string): Promise<UnitStatus | undefined> =>
  (await units().status()).find((unit) => unit.name === name);
const pidOf = async (name: string): Promise<number> => {
  const pid = (await statusOf(name))?.pid;
  if (pid === undefined) throw new Error(`${name} has no process`);
  return pid;
};

describe("starting", () => {
  test("a server on a socket is ready when it answers 200, and the time it took is known", async () => {
    await units().start(web("app", { socket: join(bench.site, "1.sock") }));
    const status = await statusOf("app");
    expect(status).toMatchObject({ state: "ready", restarts: 0 });
    expect(status?.startSeconds).toBeGreaterThan(0.005);
    expect(status?.startSeconds).toBeLessThan(5);
    expect(status?.memoryBytes).toBeGreaterThan(10_000_000);
  });

  test("one that answers 500 is refused after its time, with its last lines", async () => {
    const at = { socket: join(bench.site, "1.sock") };
    const refusal = await units()
      .start(web("app", at, { run: server(at, 500), readyTimeout: 1 }))
      .catch((fault: unknown) => fault);
    expect(refusal).toMatchObject({
      message: expect.stringContaining("/ answered 500, expected 200"),
      faults: [{ code: "UNIT_NOT_READY", lines: ["listens"] }],
    });
    expect(await statusOf("app")).toMatchObject({ state: "failing" });
  });

  test("one that listens elsewhere is refused with where it listens", async () => {
    const [wanted = 0, other = 0] = await freePorts(2);
    const unit = web("app", { address: "127.0.0.1", port: wanted }, { readyTimeout: 1 });
    const refusal = await units()
      .start({ ...unit, run: server({ address: "127.0.0.1", port: other }) })
      .catch((fault: unknown) => fault);
    expect(refusal).toMatchObject({ faults: [{ instead: { listens: [`127.0.0.1:${other}`] } }] });
    expect(await units().listening("app")).toEqual([{ address: "127.0.0.1", port: other }]);
  });

  test("another program that answers on the port does not make it ready", async () => {
    const [port = 0] = await freePorts(1);
    const at = { address: "127.0.0.1", port };
    await units().start(web("other", at));
    const refusal = await units()
      .start(web("app", at, { run: ["sleep", "60"], readyTimeout: 1 }))
      .catch((fault: unknown) => fault);
    expect(refusal).toMatchObject({ message: expect.stringContaining(`another program answers on port ${port}`) });
  });

  test("a stop in the middle of a start is not held up by it", async () => {
    const started = units()
      .start(plain("slow", ["sleep", "60"], { ready: never, readyTimeout: 60 }))
      .catch((fault: unknown) => fault);
    await until(async () => (await statusOf("slow"))?.pid);
    await units().stop("slow");
    expect(await started).toMatchObject({ faults: [{ code: "UNIT_NOT_READY" }] });
    expect(await units().status()).toEqual([]);
  });

  test("only what its definition says is in its environment, and its secrets are in nobody's view", async () => {
    const secret = "hunter2-of-this-test";
    const file = join(bench.site, "secret.env");
    await bench.host.files.write(file, `# database\nPASSWORD=${secret}\nQUOTED="a \\"b\\""\n`, { mode: 0o600 });
    process.env["OF_THE_OPERATOR"] = "1";
    await units().start(
      plain("app", ["sh", "-c", "env; sleep 60"], { environment: { PLAIN: "x" }, environmentFiles: [file] }),
    );
    const lines = await until(async () => {
      const said = await units().lines("app", 20);
      return said.length >= 6 ? said : undefined;
    });
    const names = lines.map((line) => line.replace(/=.*/, "")).toSorted();
    expect(names).toEqual(["HOME", "LANG", "PASSWORD", "PATH", "PLAIN", "PWD", "QUOTED"]);
    expect(lines).toContain(`PASSWORD=${secret}`);
    expect(lines).toContain('QUOTED=a "b"');
    const argv = readFileSync(`/proc/${await pidOf("app")}/cmdline`, "utf8");
    expect(argv + readFileSync(`/proc/${supervisorPid(bench)}/cmdline`, "utf8")).not.toContain(secret);
    const { run } = bench.host.where;
    const [record] = await bench.host.files.list(join(run, "units"));
    const path = join(run, "units", record ?? "");
    const looks = await bench.host.files.look([run, path, join(run, "supervisor.sock")]);
    expect([...looks.values()].map((entry) => (entry?.mode ?? 7) & 0o007)).toEqual([0, 0, 0]);
  });
});

describe("stopping", () => {
  test("what ignores its signal is killed after its time, with all it started", async () => {
    await units().start(plain("app", stubborn(), { stop: { signal: "SIGTERM", timeout: 0.5 } }));
    await until(async () => (await units().lines("app", 1)).includes("here"));
    const pid = await pidOf("app");
    const children = await until(() => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim());
    const begun = Date.now();
    await units().stop("app");
    expect(Date.now() - begun).toBeGreaterThan(450);
    expect([pid, Number(children.split(" ")[0])].filter(runs)).toEqual([]);
    expect(await units().lines("app", 1)).toEqual(["no"]);
  });

  test("all end in the reverse order of their starts, and then the supervisor", async () => {
    for (const name of ["database", "app", "web"]) {
      const note = `trap 'echo ${name} >> "${bench.site}/ended"; exit' TERM; touch "${bench.site}/${name}"`;
      const ready = { kind: "command", run: ["test", "-e", join(bench.site, name)] } as const;
      await units().start(plain(name, ["sh", "-c", `${note}; while :; do sleep 0.05; done`], { ready }));
    }
    const supervisor = supervisorPid(bench);
    await units().stopAll();
    expect(readFileSync(join(bench.site, "ended"), "utf8")).toBe("web\napp\ndatabase\n");
    await until(() => !runs(supervisor));
  });
});

describe("keeping it running", () => {
  test("what is killed comes again, and what it started does not stay in its way", async () => {
    const at = { address: "127.0.0.1", port: (await freePorts(1))[0] ?? 0 };
    // Its child has the port: like nginx, whose workers outlive a killed master.
    await units().start(web("app", at, { run: ["sh", "-c", `"$0" "$@" & wait`, ...server(at)] }));
    const first = await pidOf("app");
    process.kill(first, "SIGKILL");
    const again = await until(async () => {
      const status = await statusOf("app");
      return status?.state === "ready" && status.pid !== first ? status : undefined;
    });
    expect(again).toMatchObject({ restarts: 1, lastExit: "signal SIGKILL" });
  });

  test("what always ends is tried again with longer and longer pauses, and the others do not notice", async () => {
    await units().start(plain("good", ["sleep", "60"]));
    const good = await pidOf("good");
    const begun = Date.now();
    await units()
      .start(plain("bad", ["sh", "-c", "echo try; exit 3"], { ready: never }))
      .catch(() => undefined);
    await until(async () => ((await statusOf("bad"))?.restarts ?? 0) >= 3);
    // 0.1 + 0.2 + 0.4 s of pauses.
    expect(Date.now() - begun).toBeGreaterThan(690);
    expect(await statusOf("bad")).toMatchObject({ state: "failing", lastExit: "exit status 3" });
    expect(await pidOf("good")).toBe(good);
  });

  test("a one-off that ends well is stopped, not failing, and is not started again", async () => {
    await units().start(plain("once", ["sh", "-c", "sleep 0.3"], { restart: "never" }));
    await until(async () => (await statusOf("once"))?.state === "stopped");
    expect(await statusOf("once")).toMatchObject({ restarts: 0, lastExit: "exit status 0" });
  });

  test("a reload by signal reaches the process itself", async () => {
    const run = ["sh", "-c", "trap 'echo again' HUP; echo up; while :; do sleep 0.05; done"];
    const unit = plain("app", run, { reload: { signal: "SIGHUP" } });
    await units().start(unit);
    await until(async () => (await units().lines("app", 1)).includes("up"));
    await units().reload(unit);
    await until(async () => (await units().lines("app", 1)).includes("again"));
  });

  test("a reload that the engine refuses is a fault with its words", async () => {
    const unit = plain("app", ["sleep", "60"], { reload: { run: ["sh", "-c", "echo line 3 is wrong >&2; exit 1"] } });
    await units().start(unit);
    const refusal = await units()
      .reload(unit)
      .catch((fault: unknown) => fault);
    expect(refusal).toMatchObject({
      faults: [
        { what: expect.stringContaining("line 3 is wrong"), mend: expect.stringMatching(/run the command again/u) },
      ],
    });
  });
});
