import type { UnitDefinition } from "../../../state/observations.ts";
import type { Endpoint, Probe } from "../../../state/vocabulary.ts";
import { sandboxLines } from "./sandbox-lines.ts";
import { awaitReady, endAll, holdBack, type Script } from "./scripts.ts";
import { withNotes } from "./stead-section.ts";
import { enginesTarget, sliceName } from "./unit-names.ts";
import { commandLine, rest, section, word, type Line } from "./unit-text.ts";

/** The site that a unit file is for, and where its programs of ours lie. */
export interface SitePaths {
  readonly site: string;
  /** `/etc/stead/SITE`. */
  readonly etc: string;
}

/**
 * A unit as systemd reads it (systemd.service(5)). It says everything about itself, also what Stead knows of it, so that nothing has to
 * be remembered elsewhere. `order`: when it was first started, in milliseconds of the server's clock.
 */
export const renderService = (paths: SitePaths, definition: UnitDefinition, order: number): string =>
  withNotes(
    [
      "# Written by Stead. `stead up` puts changes of this file right; what `systemctl edit` adds to it stays.",
      section("Unit", unitLines(paths, definition)),
      section("Service", serviceLines(paths, definition)),
      "",
    ].join("\n"),
    { site: paths.site, order, definition },
  );

const unitLines = ({ site }: SitePaths, { name, sandbox }: UnitDefinition): readonly Line[] => [
  ["Description", `${rest(name)} of ${site}`],
  ["Wants", "network-online.target"],
  ["After", sandbox?.kind === "application" ? `network-online.target ${enginesTarget(site)}` : "network-online.target"],
  ...(sandbox?.kind === "engine" ? [["Before", enginesTarget(site)] as const] : []),
  // Never given up: hold-back sees to it that it is not tried too often.
  ["StartLimitIntervalSec", "0"],
];

/** Of a job (oneshot), only status 0 is a success: of a daemon systemd also takes SIGTERM for a good end. */
const serviceLines = (paths: SitePaths, definition: UnitDefinition): readonly Line[] => [
  ["Type", definition.schedule ? "oneshot" : "exec"],
  ["Slice", sliceName(paths.site)],
  ...identityLines(definition),
  ...startLines(paths, definition),
  ...reloadLines(definition),
  ...stopLines(paths, definition),
  ...(definition.sandbox ? sandboxLines(definition.sandbox) : []),
];

const identityLines = ({ account, folder, environment, environmentFiles }: UnitDefinition): readonly Line[] => [
  ...(account === undefined ? [] : [["User", account] as const]),
  ...(folder === undefined ? [] : [["WorkingDirectory", rest(folder)] as const]),
  ...Object.entries(environment ?? {}).map(([name, value]) => ["Environment", word(`${name}=${value}`)] as const),
  ...(environmentFiles ?? []).map((file) => ["EnvironmentFile", rest(file)] as const),
];

/** Seconds beyond readyTimeout after which a start is given up and made anew. An engine may have to mend its data first. */
const PATIENCE = 30;

const startLines = (paths: SitePaths, definition: UnitDefinition): readonly Line[] => {
  const { run, restart, schedule, readyTimeout, sandbox } = definition;
  const start = ["ExecStart", commandLine(run)] as const;
  if (schedule) return [start, ["TimeoutStartSec", String(schedule.timeout)]];
  return [
    ...(restart === "always" ? [["ExecStartPre", `+${ours(paths, holdBack)} %n`] as const] : []),
    start,
    ["ExecStartPost", commandLine([program(paths, awaitReady), ...probeWords(definition.ready)])],
    ["TimeoutStartSec", sandbox?.kind === "engine" ? "infinity" : String(readyTimeout + PATIENCE)],
    ["Restart", restart === "always" ? "always" : "no"],
    ["RestartSec", "100ms"],
  ];
};

/** The words that tell await-ready what to look at. */
export const probeWords = (probe: Probe): readonly string[] => {
  switch (probe.kind) {
    case "http":
      return ["http", ...at(probe.at), probe.path];
    case "connect":
      return ["connect", ...at(probe.at)];
    case "command":
      return ["command", ...probe.run];
  }
};

const at = (endpoint: Endpoint): readonly string[] =>
  "socket" in endpoint ? [endpoint.socket] : [endpoint.address, String(endpoint.port)];

const reloadLines = ({ reload }: UnitDefinition): readonly Line[] => {
  if (reload === undefined) return [];
  const words = "run" in reload ? reload.run : ["/bin/sh", "-c", `kill -s ${reload.signal.slice(3)} "$MAINPID"`];
  return [["ExecReload", commandLine(words)]];
};

/** Seconds that end-all gets for what it cannot end at once. */
const AFTER_KILL = 5;

/** The signal of a start that has not got so far that end-all is asked, and of what end-all has left. */
const stopLines = (paths: SitePaths, { stop, schedule }: UnitDefinition): readonly Line[] => [
  ...(schedule ? [] : [["ExecStop", `+${ours(paths, endAll)} ${stop.signal} ${stop.timeout}`] as const]),
  ["KillSignal", stop.signal],
  ["TimeoutStopSec", String(stop.timeout + AFTER_KILL)],
];

const ours = (paths: SitePaths, script: Script): string => word(program(paths, script));

export const program = ({ etc }: SitePaths, { name }: Script): string => `${etc}/bin/${name}`;
