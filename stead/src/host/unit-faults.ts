import { SteadError } from "../kernel/errors.ts";

/** NOT_RUNNING: a unit that was to be reloaded. */
export const notRunning = (name: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: name,
    what: "It does not run, so it cannot take in new configuration.",
    mend: "Run `stead up`, which starts what is missing.",
  });

/** NOT_RUNNING: a job that was to run now. */
export const noSuchJob = (name: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: name,
    what: "There is no such job, so it cannot be run now.",
    mend: "Run `stead up`, which sets up what is missing.",
  });

/** UNIT_NOT_READY: a start that another command took back before it was ready. */
export const takenBack = (name: string): SteadError =>
  new SteadError({
    code: "UNIT_NOT_READY",
    where: name,
    what: "It was stopped before it was ready.",
    mend: "Another command stopped it: run this one again when that has ended.",
  });

/** COMMAND_FAILED: a unit that has no way to take in new configuration, as `what` says, or refused it. */
export const reloadRefused = (name: string, what: string): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: name,
    what,
    mend: `\`stead logs ${name}\` shows why. Mend that, then run the command again.`,
  });
