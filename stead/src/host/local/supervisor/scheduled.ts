import { Cron } from "croner";
import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";
import type { Process } from "../../proc/parse-stat.ts";
import { adopt, begin, type Attempt } from "./attempt.ts";
import { endSession, killSession } from "./end-session.ts";
import { writeRecord, type UnitRecord } from "./records.ts";
import { residentOf } from "./resident.ts";
import type { Surroundings, Unit } from "./unit.ts";

type Schedule = NonNullable<UnitDefinition["schedule"]>;

/** A process that runs at set times (UTC). */
export class Scheduled implements Unit {
  definition: UnitDefinition;
  readonly order: number;
  readonly #around: Surroundings;
  #clock: Cron | undefined;
  #since = Date.now();
  #lastRun: UnitStatus["lastRun"];
  #current: Attempt | undefined;
  #over: Promise<void> = Promise.resolve();
  #oneWaits = false;

  constructor(definition: UnitDefinition, order: number, around: Surroundings) {
    this.definition = definition;
    this.order = order;
    this.#around = around;
  }

  /** Goes on with a schedule, and a run of it that may still live, from an earlier supervisor. */
  static adopted(record: UnitRecord, lives: boolean, around: Surroundings): Scheduled {
    const unit = new Scheduled(record.definition, record.order, around);
    unit.#lastRun = record.lastRun;
    unit.#setClock();
    if (lives && record.process) unit.#follow(adopt(record.definition, around.logs, record.process, record.since));
    return unit;
  }

  /** It is ready once its next time is known. */
  async start(): Promise<void> {
    this.#setClock();
    this.#save();
  }

  cancel(): void {
    this.#clock?.stop();
    this.#oneWaits = false;
  }

  async stop(): Promise<void> {
    this.cancel();
    if (this.#current) await endSession(this.#current.id, this.definition.stop);
    await this.#over;
  }

  define(definition: UnitDefinition): void {
    this.definition = definition;
    this.#setClock();
    this.#save();
  }

  /** As if its time had come. */
  runNow(): void {
    this.#unattended(this.#onTime());
  }

  /** A new definition is all it takes. */
  async reload(): Promise<void> {}

  status(living: readonly Process[]): UnitStatus {
    const id = this.#current?.id;
    const next = this.#clock?.nextRun()?.getTime();
    return {
      name: this.definition.name,
      state: id ? "ready" : "waiting",
      since: this.#current?.since ?? this.#since,
      restarts: 0,
      definition: this.definition,
      ...(id ? { pid: id.pid, memoryBytes: residentOf(id, living) } : {}),
      ...(next === undefined ? {} : { next }),
      ...(this.#lastRun ? { lastRun: this.#lastRun, lastExit: this.#lastRun.result } : {}),
    };
  }

  get #schedule(): Schedule {
    return this.definition.schedule ?? { at: "0 0 31 2 *", timeout: 1, overlap: "skip" };
  }

  #setClock(): void {
    this.#clock?.stop();
    this.#clock = new Cron(this.#schedule.at, { timezone: "UTC" }, () => this.#unattended(this.#onTime()));
  }

  async #onTime(): Promise<void> {
    if (this.#current === undefined) return this.#begin();
    const { overlap } = this.#schedule;
    if (overlap === "skip") return this.#around.note(`${this.definition.name}: skipped, the last run still goes on`);
    if (overlap === "kill") await endSession(this.#current.id, this.definition.stop);
    // At most one waits: a job that always takes too long must not pile up.
    if (this.#oneWaits) return;
    this.#oneWaits = true;
    await this.#over;
    if (!this.#oneWaits) return;
    this.#oneWaits = false;
    this.#begin();
  }

  #begin(): void {
    try {
      const attempt = begin(this.definition, this.#around.logs, (fresh) => {
        this.#current = fresh;
        this.#save();
      });
      this.#follow(attempt);
    } catch (fault) {
      this.#lastRun = { at: Date.now(), seconds: 0, result: fault instanceof Error ? fault.message : String(fault) };
      this.#save();
    }
  }

  #follow(attempt: Attempt): void {
    this.#current = attempt;
    this.#over = this.#untilOver(attempt);
    this.#unattended(this.#over);
  }

  async #untilOver(attempt: Attempt): Promise<void> {
    const { timeout } = this.#schedule;
    let cutOff = false;
    const timer = setTimeout(
      () => {
        cutOff = true;
        this.#unattended(endSession(attempt.id, this.definition.stop));
      },
      Math.max(0, attempt.since + timeout * 1000 - Date.now()),
    );
    const how = await attempt.ended;
    clearTimeout(timer);
    await killSession(attempt.id);
    this.#current = undefined;
    this.#since = Date.now();
    const seconds = (this.#since - attempt.since) / 1000;
    this.#lastRun = { at: attempt.since, seconds, result: cutOff ? `cut off after ${timeout} s` : how };
    this.#save();
  }

  #save(): void {
    writeRecord(this.#around.records, {
      definition: this.definition,
      order: this.order,
      since: this.#current?.since ?? this.#since,
      restarts: 0,
      ...(this.#current ? { process: this.#current.id } : {}),
      ...(this.#lastRun ? { lastRun: this.#lastRun } : {}),
    });
  }

  /** Nobody waits for these: a fault in one unit must not end the supervisor. */
  #unattended(work: Promise<unknown>): void {
    work.catch((fault: unknown) => this.#around.note(`${this.definition.name}: ${String(fault)}`));
  }
}
