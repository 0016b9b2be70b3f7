import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Host, JournalLine } from "../../../src/host/host.ts";
import { openSystemdUnits, unitsLeaveBehind } from "../../../src/host/ssh/systemd/systemd-units.ts";
import type { UnitStatus } from "../../../src/state/observations.ts";
import { keepsUnits, never } from "../../contracts/host.ts";
import { plain, server, stubborn, web } from "../../contracts/programs.ts";
import { until } from "../../contracts/waiting.ts";
import { openUnitLab, there, type LabServer, type UnitLab } from "./bench.ts";
import { labWorks } from "../../setup/lab-works.ts";

describe.skipIf(!labWorks)("units over systemd", () => {
  let lab: UnitLab;
  beforeAll(async () => {
    lab = await openUnitLab();
  });
  afterAll(() => lab.close());

  describe.each(["debian12", "debian13"] as const)("%s", (name) => {
    const at = (): LabServer => lab.hosts[name];
    const units = () => at().units;
    afterEach(() => units().stopAll());

    describe("as every host", () => {
      keepsUnits(() => {
        const host = { units: units() } as Host;
        return { host, folder: "/tmp", again: async () => host, close: async () => undefined };
      });
    });

    const statusOf = async (unit: string): Promise<UnitStatus> => {
      const found = (await units().status()).find((status) => status.name === unit);
      if (!found) throw new Error(`${unit} is not known`);
      return found;
    };

    const refused = async (work: Promise<void>) => (await work.catch((fault: unknown) => fault)) as object;

    test.each([
      ["a socket", { socket: "/run/one.sock" }],
      ["a port", { address: "127.0.0.1", port: 4711 }],
    ])("a unit on %s is started once it answers 200, and says what it listens on", async (_, where) => {
      await units().start(there(web("one", where)));
      expect(
        await at().sh(`curl -s ${"socket" in where ? "--unix-socket /run/one.sock" : ""} http://127.0.0.1:4711/`),
      ).toMatch(/^\d+$/);
      expect(await statusOf("one")).toMatchObject({ state: "ready", pid: expect.any(Number) });
      expect((await statusOf("one")).memoryBytes).toBeGreaterThan(10_000_000);
      expect((await statusOf("one")).startSeconds).toBeGreaterThan(0.01);
      expect(await units().listening("one")).toEqual([where]);
    });

    test("one that answers something else is refused when its time is over, and lives on to be looked at", async () => {
      const where = { socket: "/run/one.sock" };
      const begun = Date.now();
      const fault = await refused(
        units().start(there(web("one", where, { run: server(where, 503), readyTimeout: 1 }))),
      );
      expect(fault).toMatchObject({
        faults: [
          {
            code: "UNIT_NOT_READY",
            what: "It was not ready within 1 s: / answered 503, expected 200. It listens on /run/one.sock.",
            lines: ["listens"],
            instead: { listens: ["/run/one.sock"] },
          },
        ],
      });
      expect(Date.now() - begun).toBeLessThan(5000);
      expect(await statusOf("one")).toMatchObject({ state: "failing", pid: expect.any(Number) });
    });

    test("one whose port another program answers is refused", async () => {
      const where = { address: "127.0.0.1", port: 4712 };
      await units().start(there(web("other", where)));
      expect(
        await refused(units().start(plain("one", ["sleep", "600"], { ready: { kind: "connect", at: where } }))),
      ).toMatchObject({
        faults: [{ code: "UNIT_NOT_READY", what: "Another program answers on port 4712." }],
      });
    });

    test("what crashes while it starts is told with its last words; a program that is not there as such", async () => {
      const crashes = plain("one", ["/bin/sh", "-c", "echo no database >&2; exit 3"], {
        ready: { kind: "connect", at: { socket: "/run/x" } },
      });
      expect(await refused(units().start(crashes))).toMatchObject({
        // On a busy machine it has been tried again by the time its words are read.
        faults: [{ lines: expect.arrayContaining(["no database"]) as unknown, instead: { ended: "exit status 3" } }],
      });
      const missing = await refused(units().start(plain("two", ["/no/such/program"])));
      expect(missing).toMatchObject({ faults: [{ instead: { ended: expect.stringContaining("its program") } }] });
    });

    test("a start that is taken back says so; the unit is gone", async () => {
      const starting = refused(units().start(plain("slow", ["sleep", "600"], { ready: never, readyTimeout: 30 })));
      await until(async () => (await units().status())[0]?.state === "starting");
      await units().stop("slow");
      expect(await starting).toMatchObject({ faults: [{ what: "It was stopped before it was ready." }] });
      expect(await units().status()).toEqual([]);
    });

    test("many units start, change and end side by side", async () => {
      const names = Array.from({ length: 8 }, (_, index) => `app@1-${index}`);
      const all = async (work: (unit: string) => Promise<void>) => Promise.all(names.map(work));
      await all((unit) => units().start(plain(unit, ["sleep", "600"])));
      await all((unit) => units().start(plain(unit, ["sleep", "601"])));
      expect((await units().status()).map(({ state, definition: { run } }) => `${state} ${run[1]}`)).toEqual(
        names.map(() => "ready 601"),
      );
      await all((unit) => units().stop(unit));
      expect(await units().status()).toEqual([]);
    });

    test("a killed process is there again at once; one that keeps ending is held back", async () => {
      await units().start(plain("one", ["sleep", "600"]));
      const { pid } = await statusOf("one");
      const killed = Date.now();
      await at().sh(`kill -9 ${pid}`);
      const again = await until(async () => {
        const status = await statusOf("one");
        return status.state === "ready" && status.pid !== pid && status;
      });
      expect(Date.now() - killed).toBeLessThan(3000);
      expect(again).toMatchObject({ restarts: 1, lastExit: "signal SIGKILL" });
      // On a busy machine it ends before its probe was made, which is a fault of the start; it is tried again all the same.
      await refused(units().start(plain("dies", ["sleep", "0.2"])));
      await sleep(6000);
      // Without being held back it would be a dozen.
      expect((await statusOf("dies")).restarts).toBeLessThan(8);
      const dying = await until(async () => {
        const status = await statusOf("dies");
        return status.restarts > 2 ? status : undefined;
      });
      expect(dying.lastExit).toBe("exit status 0");
    });

    test("each process is told once to end, and what does not is killed with all it started", async () => {
      const counts = `$| = 1; $SIG{TERM} = sub { print "told\\n"; alarm 1 }; $SIG{ALRM} = sub { exit }; print "here\\n"; sleep 1 while 1`;
      await units().start(plain("polite", ["/bin/sh", "-c", `perl -e '${counts}'; true`]));
      await until(async () => (await units().lines("polite", 5)).includes("here"));
      await units().stop("polite");
      expect(await units().lines("polite", 5)).toEqual(["here", "told"]);
      await units().start(there(plain("stubborn", stubborn(), { stop: { signal: "SIGTERM", timeout: 1 } })));
      await until(async () => (await units().lines("stubborn", 5)).includes("here"));
      const begun = Date.now();
      await units().stop("stubborn");
      expect(Date.now() - begun).toBeLessThan(6000);
      expect(await at().sh("pgrep -fc '[t]rap .. TERM' || true")).toBe("0");
    });

    test("a refused reload leaves process and definition as they were", async () => {
      const before = plain("one", ["sleep", "600"], { reload: { run: ["true"] } });
      await units().start(before);
      const bad = { ...before, reload: { run: ["/bin/sh", "-c", "exit 1"] } };
      expect(await refused(units().reload(bad))).toMatchObject({ faults: [{ code: "COMMAND_FAILED", where: "one" }] });
      expect(await statusOf("one")).toMatchObject({ definition: before, state: "ready", restarts: 0 });
      expect((await statusOf("one")).drift).toBeUndefined();
    });

    test("a unit file that was changed by hand is told, and put right by the next start", async () => {
      const unit = plain("one", ["sleep", "600"]);
      await units().start(unit);
      const { pid } = await statusOf("one");
      await at().sh("sed -i s/600/601/ /etc/systemd/system/stead-foobar.com-one.service; systemctl daemon-reload");
      expect((await statusOf("one")).drift).toBe("its unit file was changed by hand");
      await units().start(unit);
      const mended = await statusOf("one");
      expect(mended.drift).toBeUndefined();
      expect(mended.pid).not.toBe(pid);
    });

    test("what systemctl edit adds stays, and is no drift", async () => {
      const unit = plain("one", ["sleep", "600"]);
      await units().start(unit);
      await at().sh(
        "mkdir -p /etc/systemd/system/stead-foobar.com-one.service.d && cd /etc/systemd/system/stead-foobar.com-one.service.d && printf '[Service]\\nNice=5\\n' >own.conf; systemctl daemon-reload",
      );
      expect((await statusOf("one")).drift).toBeUndefined();
      await units().restart(unit);
      expect(await at().sh(`ps -o ni= -p ${(await statusOf("one")).pid}`)).toBe("5");
      await at().sh("rm -r /etc/systemd/system/stead-foobar.com-one.service.d");
    });

    test("another site's units are not ours, however alike their names", async () => {
      const { run, files } = at();
      const other = openSystemdUnits({ site: "foobar.com-org.example", run, files });
      await other.start(plain("nginx", ["sleep", "600"]));
      await units().start(plain("mine", ["sleep", "600"]));
      expect((await units().status()).map((status) => status.name)).toEqual(["mine"]);
      await units().stopAll();
      expect((await other.status()).map(({ state }) => state)).toEqual(["ready"]);
      await other.stopAll();
      for (const path of unitsLeaveBehind("foobar.com-org.example")) await files.remove(path);
    });

    test("a secret reaches the process from a file that only root may read, and stands nowhere else", async () => {
      await at().sh("umask 077; printf 'TOKEN=\"geheim \\$x\"\\n' >/root/one.env");
      const say = plain("one", ["/bin/sh", "-c", 'echo "$TOKEN"; exec sleep 600'], {
        account: "daemon",
        environmentFiles: ["/root/one.env"],
      });
      await units().start(say);
      await until(async () => (await units().lines("one", 1)).includes("geheim $x"));
      expect(
        await at().sh("systemctl show stead-foobar.com-one; cat /etc/systemd/system/stead-foobar.com-one.service"),
      ).not.toContain("geheim");
    });

    describe("logs", () => {
      test("have the lines of the processes, can be searched, and followed into a unit that comes later", async () => {
        const marked = `a+b[${Date.now()}]`;
        await units().start(plain("one", ["/bin/sh", "-c", `echo 'first ${marked}'; echo second; exec sleep 600`]));
        const { journal } = units();
        if (!journal) throw new Error("no journal");
        await until(async () => (await units().lines("one", 9)).includes("second"));
        expect(await journal.names()).toContain("one");
        const found = await journal.read(["one"], { lines: 10, text: marked });
        expect(found.map(({ unit, text }) => [unit, text])).toEqual([["one", `first ${marked}`]]);
        expect(found[0]?.time).toBeGreaterThan(Date.now() - 60_000);
        const [taken, stop] = [[] as JournalLine[], new AbortController()];
        const following = journal.follow((line) => taken.push(line), stop.signal);
        await sleep(700);
        await units().start(plain("later", ["/bin/sh", "-c", "echo news; exec sleep 600"]));
        await until(() => taken.some(({ unit, text }) => unit === "later" && text === "news"));
        stop.abort();
        await following;
      });
    });

    test("after a reboot everything is there again, the application after the engines, with nothing of ours running", async () => {
      const slow = "sleep 1; touch /run/engine-is-ready; exec sleep 600";
      await at().sh("rm -f /run/engine-is-ready");
      await units().start(
        plain("engine", ["/bin/sh", "-c", slow], {
          sandbox: { kind: "engine", writes: ["/run"] },
          ready: { kind: "command", run: ["test", "-e", "/run/engine-is-ready"] },
        }),
      );
      const sees = "if [ -e /run/engine-is-ready ]; then echo after; else echo before; fi; exec sleep 600";
      await units().start(
        plain("app@1", ["/bin/sh", "-c", sees], { account: "daemon", sandbox: { kind: "application", writes: [] } }),
      );
      await units().start(
        plain("cron-x@1", ["true"], { restart: "never", schedule: { at: "0 0 1 1 *", timeout: 9, overlap: "wait" } }),
      );
      const before = await at().sh("date +%s.%N");
      await lab.site.lab("reboot", name);
      const statuses = await until(async () => {
        const found: readonly UnitStatus[] = await units()
          .status()
          .catch(() => []);
        return found.filter(({ state }) => state === "ready").length === 2 ? found : undefined;
      }, 20);
      expect(statuses.map(({ name: unit, state }) => [unit, state])).toEqual([
        ["engine", "ready"],
        ["app@1", "ready"],
        ["cron-x@1", "waiting"],
      ]);
      expect(
        await at().sh(`journalctl -q -o cat --since=@${before} _SYSTEMD_UNIT=stead-foobar.com-app@1.service`),
      ).toBe("after");
      await until(async () => (await at().sh("systemctl is-system-running")) === "running");
    });

    test("stopped, nothing of the units is left but what they stand on", async () => {
      await units().start(plain("one", ["sleep", "600"]));
      await units().start(
        plain("cron-x@1", ["true"], { restart: "never", schedule: { at: "0 0 1 1 *", timeout: 9, overlap: "wait" } }),
      );
      await units().stopAll();
      const left = await at().sh("find /etc/systemd/system -name 'stead-*' -printf '%P\\n' | sort");
      expect(left.split("\n")).toEqual([
        "multi-user.target.wants/stead-foobar.com-engines.target",
        "stead-foobar.com-engines.target",
      ]);
      expect(await at().sh("ls -A /run/stead-starts 2>/dev/null")).toBe("");
      expect(
        await at().sh(
          "systemctl list-units --all --no-legend --plain 'stead-foobar.com-*.service' '*.timer' | grep stead || true",
        ),
      ).toBe("");
    });
  });
});
