import { SteadError } from "../../../kernel/errors.ts";
import type { UnitDefinition } from "../../../state/observations.ts";
import { sayEndpoint } from "../../say-endpoint.ts";
import { lastExitInJournal } from "./last-exit.ts";
import { listeningOf } from "./listening.ts";
import { awaitReady } from "./scripts.ts";
import type { Systemd } from "./start-unit.ts";
import { lastExit } from "./status-of.ts";
import { probeWords, program } from "./unit-file.ts";
import { serviceName } from "./unit-names.ts";

/** How a start went that did not get ready: `said` is when it began and what systemd showed afterwards. */
interface Outcome {
  readonly late: boolean;
  readonly said: string;
}

/** UNIT_NOT_READY with the evidence: its last 20 lines, how it ended, or what it listens on instead. */
export const notReady = async (
  systemd: Systemd,
  definition: UnitDefinition,
  { late, said }: Outcome,
): Promise<SteadError> => {
  const service = serviceName(systemd.paths.site, definition.name);
  const since = said.split("\n")[0] ?? "";
  const ended = late ? undefined : await howEnded(systemd, service, said);
  const listens = late ? (await listeningOf(systemd.run, service)).map(sayEndpoint) : [];
  const outcome = late
    ? `It was not ready within ${definition.readyTimeout} s: ${await seen(systemd, definition)}.`
    : `It ended before it was ready (${ended}).`;
  return new SteadError({
    code: "UNIT_NOT_READY",
    where: definition.name,
    what: [outcome, ...(listens.length > 0 ? [`It listens on ${listens.join(", ")}.`] : [])].join(" "),
    mend: `On the server, \`journalctl -u ${service}\` has its log.`,
    lines: await linesOf(systemd, service, { count: 20, since }),
    instead: { ...(ended === undefined ? {} : { ended }), listens },
  });
};

/** A probe that another program answers proves nothing: it happens when that program has our port. Throws UNIT_NOT_READY then. */
export const refuseStranger = async (systemd: Systemd, { name, ready }: UnitDefinition): Promise<void> => {
  if (ready.kind === "command" || "socket" in ready.at) return;
  const { port } = ready.at;
  const service = serviceName(systemd.paths.site, name);
  const listens = await listeningOf(systemd.run, service);
  if (listens.some((at) => "port" in at && at.port === port)) return;
  throw new SteadError({
    code: "UNIT_NOT_READY",
    where: name,
    what: `Another program answers on port ${port}.`,
    mend: `On the server, \`ss -ltnp\` names it. Stop that program, or choose another port.`,
    lines: await linesOf(systemd, service, { count: 20 }),
    instead: { listens: listens.map(sayEndpoint) },
  });
};

const howEnded = async ({ run }: Systemd, service: string, said: string): Promise<string> => {
  const shown = Object.fromEntries(
    said.split("\n").map((line) => line.split(/=(.*)/su).slice(0, 2) as [string, string]),
  );
  return lastExit(shown) ?? (await lastExitInJournal(run, service)) ?? "exit status unknown";
};

/** What its probe sees now. */
const seen = async ({ run, paths }: Systemd, { ready }: UnitDefinition): Promise<string> => {
  const { stdout } = await run([program(paths, awaitReady), "--once", ...probeWords(ready)], { timeout: 10 });
  return stdout.trim() || "its probe passes by now";
};

/** The last lines that the processes of a service have written, without those of systemd. `since`: seconds since the epoch. */
export const linesOf = async (
  { run }: Pick<Systemd, "run">,
  service: string,
  { count, since }: { readonly count: number; readonly since?: string },
): Promise<readonly string[]> => {
  const words = [...(since === undefined || since === "" ? [] : [`--since=@${since}`]), `_SYSTEMD_UNIT=${service}`];
  const { stdout } = await run(["/bin/sh", "-c", LINES, "lines", String(count), ...words]);
  return stdout === "" ? [] : stdout.replace(/\n$/u, "").split("\n");
};

/** journald takes lines in as it comes to them. */
const LINES = `
journalctl --sync 2>/dev/null
count=$1
shift
exec journalctl --quiet --all --output=cat --lines="$count" "$@"
`;
