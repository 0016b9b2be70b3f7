import { randomBytes } from "node:crypto";
import { environmentFile } from "../../../state/environment-file.ts";
import type { Sandbox } from "../../../state/vocabulary.ts";
import { quote, quoteAll } from "../quote.ts";
import { sandboxLines } from "./sandbox-lines.ts";
import { sliceName } from "./unit-names.ts";
import type { Line } from "./unit-text.ts";

/** How a program runs once. */
export interface Once {
  readonly site: string;
  readonly sandbox: Sandbox;
  readonly account: string | undefined;
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly folder: string | undefined;
  /** It has the operator's terminal, if there is one. */
  readonly terminal: boolean;
}

/**
 * Shell text that becomes a program in a unit of its own (systemd-run(1)), with the sandbox, the account and the slice that a unit file
 * would give it. The unit ends with the process that asked for it, whatever ends that: it is bound to the scope which holds that process.
 * Its environment is read by PID 1 from a file of root's that is gone once the program runs: a unit's properties are open to all.
 */
export const inSandbox = (argv: readonly string[], once: Once): string => {
  const unit = `stead-run-${randomBytes(8).toString("hex")}`;
  const file = `/run/stead/${unit}.env`;
  const environment = environmentFile({ LANG: "C.UTF-8", ...once.environment });
  const words = [
    ...unitWords(unit, file, once),
    "--",
    ...["/bin/sh", "-c", FOREGROUND, "run", ...argv].map(unexpanded),
  ];
  const scope = ["--quiet", "--scope", "--collect", `--unit=${unit}`, "--", SYSTEMD_RUN, ...words];
  return `
  mkdir -p -m 755 /run/stead
  (umask 077 && printf %s ${quote(environment)} >${file}) || exit 70
  export SYSTEMD_ADJUST_TERMINAL_TITLE=0 SYSTEMD_TINT_BACKGROUND=0
  exec ${once.terminal ? "" : "setsid "}${SYSTEMD_RUN} ${quoteAll(scope)}
`;
};

const SYSTEMD_RUN = "/usr/bin/systemd-run";

/** systemd-run tells 255 for any signal, and 0 for those that it takes for a good end; a shell tells which one it was. */
const FOREGROUND = 'trap : HUP INT QUIT TERM; "$@"; exit "$?"';

/** systemd replaces variables in the words of a command (systemd.service(5)); only its version 254 lets one say that it should not. */
const unexpanded = (word: string): string => word.replaceAll("$", "$$$$");

const unitWords = (
  unit: string,
  file: string,
  { site, account, folder, sandbox, terminal }: Once,
): readonly string[] => [
  "--quiet",
  "--wait",
  "--collect",
  "--pipe",
  ...(terminal ? ["--pty"] : []),
  "--service-type=exec",
  `--unit=${unit}`,
  `--description=A command of ${site}`,
  `--slice=${sliceName(site)}`,
  ...(account === undefined ? [] : [`--uid=${account}`]),
  ...(folder === undefined ? [] : [`--working-directory=${folder}`]),
  ...[...boundLines(unit, file, terminal), ...sandboxLines(sandbox)].map(
    ([name, value]) => `--property=${name}=${value}`,
  ),
];

/** Seconds from the loss of a terminal until what did not end by itself is killed. */
const AFTER_HANGUP = 5;

const boundLines = (unit: string, file: string, terminal: boolean): readonly Line[] => [
  ["BindsTo", `${unit}.scope`],
  ["After", `${unit}.scope`],
  ["KillSignal", terminal ? "SIGHUP" : "SIGKILL"],
  ["TimeoutStopSec", String(AFTER_HANGUP)],
  // Read again for each of the commands below, and gone by then.
  ["EnvironmentFile", `-${file}`],
  ["ExecStartPost", `+/bin/rm -f ${file}`],
  ["ExecStopPost", `+/bin/rm -f ${file}`],
];
