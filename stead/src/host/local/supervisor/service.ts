import { setTimeout as sleep } from "node:timers/promises";
import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";
import type { Process } from "../../proc/parse-stat.ts";
import { lives } from "../processes.ts";
import { adopt, begin, type Attempt } from "./attempt.ts";
import { endSession, killSession } from "./end-session.ts";
import { takenBack } from "../../unit-faults.ts";
import { notReady } from "./not-ready.ts";
import { writeRecord, type UnitRecord } from "./records.ts";
import { reloadProcess } from "./reload.ts";
import { residentOf } from "./resident.ts";
import type { Surroundings, Unit } from "./unit.ts";
import { untilReady } from "./until-ready.ts";

/** Milliseconds before a process that ended is started again: doubled each time, up to the longest. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/** Milliseconds a process must have been ready for the pauses to begin anew. */
const HEALTHY = 30_000;

/** A process that is kept running. */
export class Service implements Unit {
  definition: UnitDefinition;
  readonly order: number;
  readonly #around: Surroundings;
  #state: UnitStatus["state"] = "stopped";
  #since = Date.now();
  #restarts = 0;
  #startSeconds: number | undefined;
  #lastExit: string | undefined;
  #attempt: Attempt | undefined;
  #ready: ReturnType<typeof untilReady> | undefined;
  #pause = FIRST_PAUSE;
  #timer: NodeJS.Timeout | undefined;
  /** Aborted: nobody wants it to run. */
  #wish = new AbortController();

  constructor(definition: UnitDefinition, order: number, around: Surroundings) {
    this.definition = definition;
    this.order = order;
    this.#around = around;
  }

  /** Goes on with a process that an earlier supervisor started and that still lives. */
  static adopted(record: UnitRecord, around: Surroundings): Service {
    const unit = new Service(record.definition, record.order, around);
    unit.#restarts = record.restarts;
    unit.#startSeconds = record.startSeconds;
    unit.#lastExit = record.lastExit;
    if (record.process) unit.#follow(adopt(record.definition, around.logs, record.process, record.since));
    return unit;
  }

  async start(): Promise<void> {
    if (this.#wish.signal.aborted) this.#wish = new AbortController();
    clearTimeout(this.#timer);
    const attempt = this.#attempt;
    // What an ended process started may still have its port.
    if (attempt?.outcome !== undefined) await killSession(attempt.id);
    if (attempt === undefined || attempt.outcome !== undefined) this.#begin();
    const timeout = new AbortController();
    const late = sleep(this.definition.readyTimeout * 1000, "late" as const, { signal: timeout.signal });
    late.catch(() => undefined);
    const outcome = await Promise.race([this.#ready, late]);
    timeout.abort();
    if (outcome !== "ready") throw this.#fault(outcome);
  }

  cancel(): void {
    this.#wish.abort();
    clearTimeout(this.#timer);
  }

  async stop(): Promise<void> {
    this.cancel();
    if (this.#attempt) await endSession(this.#attempt.id, this.definition.stop);
    this.#attempt = undefined;
    this.#enter("stopped");
  }

  define(definition: UnitDefinition): void {
    this.definition = definition;
    this.#save();
  }

  async reload(definition: UnitDefinition): Promise<void> {
    // One that waits to be started again reads its configuration then.
    if (this.#attempt && lives(this.#attempt.id)) await reloadProcess(definition, this.#attempt.id);
  }

  status(living: readonly Process[]): UnitStatus {
    const { outcome, id } = this.#attempt ?? {};
    return {
      name: this.definition.name,
      state: this.#isLate() ? "failing" : this.#state,
      since: this.#since,
      restarts: this.#restarts,
      definition: this.definition,
      ...(id && outcome === undefined ? { pid: id.pid, memoryBytes: residentOf(id, living) } : {}),
      ...(this.#startSeconds === undefined ? {} : { startSeconds: this.#startSeconds }),
      ...(this.#lastExit === undefined ? {} : { lastExit: this.#lastExit }),
    };
  }

  #begin(): void {
    const attempt = begin(this.definition, this.#around.logs, (fresh) => {
      this.#attempt = fresh;
      this.#enter("starting");
    });
    this.#follow(attempt);
  }

  #follow(attempt: Attempt): void {
    this.#attempt = attempt;
    this.#state = "starting";
    this.#since = attempt.since;
    this.#ready = untilReady(attempt, () => this.definition, this.#wish.signal);
    this.#unattended(this.#ready.then((outcome) => this.#onProbed(attempt, outcome)));
    this.#unattended(attempt.ended.then((how) => this.#onEnded(attempt, how)));
  }

  #onProbed(attempt: Attempt, outcome: "ready" | "ended" | "cancelled"): void {
    if (outcome !== "ready" || this.#attempt !== attempt || attempt.outcome !== undefined) return;
    // An adopted process became ready long ago: the time its start took stays as it was.
    this.#startSeconds = attempt.adopted ? this.#startSeconds : (Date.now() - attempt.since) / 1000;
    this.#enter("ready", attempt.adopted ? attempt.since : Date.now());
  }

  async #onEnded(attempt: Attempt, how: string): Promise<void> {
    if (this.#attempt !== attempt) return;
    this.#lastExit = how;
    if (this.#wish.signal.aborted) return;
    const again = this.definition.restart === "always";
    this.#enter(again || how !== "exit status 0" ? "failing" : "stopped");
    // What it started may still have its port.
    await killSession(attempt.id);
    if (again && this.#attempt === attempt && !this.#wish.signal.aborted) this.#beginLater(attempt);
  }

  #beginLater(attempt: Attempt): void {
    if (attempt.readyAt !== undefined && Date.now() - attempt.readyAt > HEALTHY) this.#pause = FIRST_PAUSE;
    const pause = this.#pause;
    this.#pause = Math.min(LONGEST_PAUSE, pause * 2);
    this.#timer = setTimeout(() => this.#beginAgain(attempt), pause);
  }

  #beginAgain(attempt: Attempt): void {
    if (this.#attempt !== attempt || this.#wish.signal.aborted) return;
    this.#restarts += 1;
    try {
      this.#begin();
    } catch (fault) {
      this.#lastExit = fault instanceof Error ? fault.message : String(fault);
      this.#beginLater(attempt);
    }
  }

  #isLate(): boolean {
    return this.#state === "starting" && Date.now() - this.#since > this.definition.readyTimeout * 1000;
  }

  #fault(outcome: "ended" | "cancelled" | "late" | undefined): Error {
    const attempt = this.#attempt;
    if (!attempt || outcome === "cancelled") return takenBack(this.definition.name);
    return notReady(this.definition, attempt);
  }

  #enter(state: UnitStatus["state"], since = Date.now()): void {
    this.#state = state;
    this.#since = since;
    this.#save();
  }

  #save(): void {
    const id = this.#attempt?.id;
    writeRecord(this.#around.records, {
      definition: this.definition,
      order: this.order,
      since: this.#since,
      restarts: this.#restarts,
      ...(id ? { process: id } : {}),
      ...(this.#startSeconds === undefined ? {} : { startSeconds: this.#startSeconds }),
      ...(this.#lastExit === undefined ? {} : { lastExit: this.#lastExit }),
    });
  }

  /** Nobody waits for these: a fault in one unit must not end the supervisor. */
  #unattended(work: Promise<void>): void {
    work.catch((fault: unknown) => this.#around.note(`${this.definition.name}: ${String(fault)}`));
  }
}
