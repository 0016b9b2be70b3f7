import { SteadError } from "../../../kernel/errors.ts";
import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";
import { isSameProcess } from "../../same-process.ts";
import { noSuchJob, notRunning } from "../../unit-faults.ts";
import { lives, livingProcesses, membersOf } from "../processes.ts";
import { killSession } from "./end-session.ts";
import { readRecords, removeRecord, type UnitRecord } from "./records.ts";
import { Scheduled } from "./scheduled.ts";
import { Service } from "./service.ts";
import type { Surroundings, Unit } from "./unit.ts";

/** All units of one site. Commands about the same unit are done one after another. */
export class Supervisor {
  readonly #around: Surroundings;
  readonly #units = new Map<string, Unit>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #nextOrder = 1;
  #closing = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get isEmpty(): boolean {
    return this.#units.size === 0 && this.#turns.size === 0;
  }

  /** Takes over what an earlier supervisor left alive, and forgets and clears the rest. */
  async adopt(): Promise<void> {
    for (const record of readRecords(this.#around.records)) {
      this.#nextOrder = Math.max(this.#nextOrder, record.order + 1);
      const unit = await this.#adopted(record);
      if (unit) this.#units.set(record.definition.name, unit);
      else removeRecord(this.#around.records, record.definition.name);
    }
  }

  /** Writes all records anew, for when somebody has removed them. */
  record(): void {
    for (const unit of this.#units.values()) unit.define(unit.definition);
  }

  status(): readonly UnitStatus[] {
    const living = livingProcesses();
    return [...this.#units.values()].toSorted((a, b) => a.order - b.order).map((unit) => unit.status(living));
  }

  start(definition: UnitDefinition): Promise<void> {
    return this.#inTurn(definition.name, async () => {
      if (this.#closing) throw closing(definition.name);
      const unit = this.#units.get(definition.name);
      if (unit && isSameProcess(unit.definition, definition)) {
        unit.define(definition);
        return unit.start();
      }
      return this.#replace(definition);
    });
  }

  restart(definition: UnitDefinition): Promise<void> {
    return this.#inTurn(definition.name, () => this.#replace(definition));
  }

  reload(definition: UnitDefinition): Promise<void> {
    return this.#inTurn(definition.name, async () => {
      const unit = this.#units.get(definition.name);
      if (!unit) throw notRunning(definition.name);
      // In this order: a process that refused its new configuration is still one of the old definition.
      await unit.reload(definition);
      unit.define(definition);
    });
  }

  stop(name: string): Promise<void> {
    this.#units.get(name)?.cancel();
    return this.#inTurn(name, async () => {
      await this.#units.get(name)?.stop();
      this.#units.delete(name);
      removeRecord(this.#around.records, name);
    });
  }

  /** Does not wait for the end of the run. */
  runNow(name: string): void {
    const unit = this.#units.get(name);
    if (!(unit instanceof Scheduled)) throw noSuchJob(name);
    unit.runNow();
  }

  /** Ends every unit, the last started first; nothing can be started any more. */
  async stopAll(): Promise<void> {
    this.#closing = true;
    for (const unit of this.#units.values()) unit.cancel();
    const lastFirst = [...this.#units.values()].toSorted((a, b) => b.order - a.order);
    for (const { definition } of lastFirst) await this.stop(definition.name);
  }

  async #adopted(record: UnitRecord): Promise<Unit | undefined> {
    const alive = record.process !== undefined && lives(record.process);
    // Children of a process that has ended keep its port, and nobody would look after them.
    if (record.process && !alive && membersOf(record.process).length > 0) await killSession(record.process);
    if (record.definition.schedule) return Scheduled.adopted(record, alive, this.#around);
    return alive ? Service.adopted(record, this.#around) : undefined;
  }

  async #replace(definition: UnitDefinition): Promise<void> {
    const old = this.#units.get(definition.name);
    await old?.stop();
    if (this.#closing) throw closing(definition.name);
    const order = old?.order ?? this.#nextOrder++;
    const unit = definition.schedule
      ? new Scheduled(definition, order, this.#around)
      : new Service(definition, order, this.#around);
    this.#units.set(definition.name, unit);
    await unit.start();
  }

  async #inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(name) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }
}

const closing = (name: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: name,
    what: "The site is being stopped, so nothing can be started.",
    mend: "Wait until `stead down` has ended, then run this command again.",
  });
