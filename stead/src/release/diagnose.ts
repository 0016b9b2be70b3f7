import { SteadError, type Fault, type Instead } from "../kernel/errors.ts";
import type { UnitDefinition } from "../state/observations.ts";
import type { Endpoint } from "../state/vocabulary.ts";
import { askHealth } from "./ask-health.ts";
import type { Generation } from "./generation.ts";

/** Turns a unit that did not get ready into the release's own fault: what it did instead, and the line to change. */
export const diagnose = async (generation: Generation, unit: UnitDefinition, error: unknown): Promise<unknown> => {
  if (!(error instanceof SteadError)) return error;
  const [fault] = error.faults;
  if (fault?.code !== "UNIT_NOT_READY") return error;
  const lines = fault.lines ?? [];
  const told = takesANumber(unit, lines) ?? (await faultOf(generation, unit, fault.instead ?? { listens: [] }));
  return new SteadError({ ...told, where: unit.name, lines });
};

type Told = Omit<Fault, "where" | "lines">;

const faultOf = async (generation: Generation, unit: UnitDefinition, instead: Instead): Promise<Told> => {
  if (instead.ended !== undefined) return ended(generation, instead.ended);
  if (unit.ready.kind !== "http") return ended(generation, "it did not start");
  const { at, path } = unit.ready;
  if (instead.listens.includes(sayAt(at)) || listensOnAll(at, instead)) return unhealthy(generation, at, path);
  return instead.listens.length > 0 ? elsewhere(generation, unit, instead.listens) : nowhere(generation, unit);
};

/** What Node's listen(2) and the command lines of frameworks say of a path where they want a number. */
const wantsNumber = /ERR_SOCKET_BAD_PORT|non-negative number|invalid port|port (?:should|must) be/iu;

/** An application that ended because PORT is no number. */
const takesANumber = (unit: UnitDefinition, lines: readonly string[]): Told | undefined => {
  const isSocket = unit.ready.kind === "http" && "socket" in unit.ready.at;
  if (!isSocket || !wantsNumber.test(lines.join("\n"))) return undefined;
  return {
    code: "RELEASE_CRASHED",
    what: `The application ended because it takes PORT for a number; it is the path of a socket (${unit.environment?.["PORT"] ?? ""}).`,
    mend: "Change the line that listens to `listen(process.env.PORT)`, or, if it can only take a number, set `port: true` in `app`.",
  };
};

const ended = ({ release }: Generation, how: string): Told => ({
  code: "RELEASE_CRASHED",
  what: `An instance of release ${release} ended before it was ready (${how}).`,
  mend: "Mend what its last lines say, and deploy again.",
});

const unhealthy = async (generation: Generation, at: Endpoint, path: string): Promise<Told> => {
  const [answer] = await askHealth(generation, [at], path);
  return {
    code: "RELEASE_UNHEALTHY",
    what: `${path} answered ${answer?.says ?? "nothing"}, not 200, until the start timeout of ${generation.member.instances.timing.start} s.`,
    mend: "Let that path answer 200 once the application can serve, name another path in `app.health`, or raise `app.startTimeout`.",
  };
};

const elsewhere = ({ member, release }: Generation, unit: UnitDefinition, listens: readonly string[]): Told => {
  const port = member.instances.web?.port === true;
  return {
    code: "RELEASE_LISTENS_ELSEWHERE",
    what: `The application of release ${release} listens on ${listens.join(", ")}, not on ${port ? "port" : "the socket"} ${unit.environment?.["PORT"] ?? ""}.`,
    mend: port
      ? 'Change the line that listens to `listen(Number(process.env.PORT), "127.0.0.1")`.'
      : "Change the line that listens to `listen(process.env.PORT)`: PORT is the path of a socket. If it can only take a number, set `port: true` in `app`.",
  };
};

const nowhere = ({ member, release }: Generation, unit: UnitDefinition): Told => ({
  code: "RELEASE_NOT_LISTENING",
  what: `The application of release ${release} lives, but listened on nothing within ${member.instances.timing.start} s.`,
  mend: `Let it call \`listen(process.env.PORT)\` (PORT is ${unit.environment?.["PORT"] ?? "not set"}), or raise \`app.startTimeout\` if it only needs longer.`,
});

const sayAt = (at: Endpoint): string => ("socket" in at ? at.socket : `${at.address}:${at.port}`);

/** An application that listens on all addresses of its port listens where it should as well. */
const listensOnAll = (at: Endpoint, { listens }: Instead): boolean =>
  "port" in at && listens.some((place) => place === `0.0.0.0:${at.port}` || place === `[::]:${at.port}`);
