import { delimiter, join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { HostPlace } from "../../topology/topology.ts";
import { SteadError } from "../../kernel/errors.ts";
import type { ReleaseContext } from "../release.ts";
import { stopIfInterrupted } from "../step.ts";
import { tellingLines } from "./telling-lines.ts";

/** The clean folder that a release is built in, and the host whose disk it is on. */
export interface Workshop {
  readonly host: Host;
  readonly place: HostPlace;
  /** `releases/TIME.building`: holds `app/`, `static/`, `node`. */
  readonly folder: string;
  readonly node: { readonly path: string; readonly version: string };
}

/** A command of the build, run as the operator; its output becomes notes. Throws RELEASE_BUILD_FAILED, INTERRUPTED. */
export const runInWorkshop = async (
  context: ReleaseContext,
  workshop: Workshop,
  command: { readonly where: string; readonly run: readonly string[]; readonly says: string; readonly folder: string },
): Promise<void> => {
  const lines: string[] = [];
  const result = await workshop.host.run(["env", ...withoutNpm(), ...command.run], {
    folder: command.folder,
    environment: { PATH: searchPath(workshop, command.folder) },
    signal: context.signal,
    onLine: (line) => {
      if (line.trim() === "") return;
      lines.push(line);
      context.report({ kind: "note", step: "build", says: line });
    },
  });
  stopIfInterrupted(context.signal);
  if (result.exitCode === 0) return;
  throw new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: command.where,
    what: `\`${command.says}\` ended with exit status ${result.exitCode}.`,
    mend: "Mend what its last lines say, and run the command again.",
    lines: tellingLines(lines),
  });
};

/** The pinned Node first, then the tools that the site's package.json asked for. */
const searchPath = (workshop: Workshop, folder: string): string => {
  const app = join(workshop.folder, "app");
  const tools = [folder, app].map((place) => join(place, "node_modules/.bin"));
  return [workshop.folder, ...new Set(tools), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter);
};

/**
 * What an outer `npm start` or test run put into the environment would steer the inner npm: its prefix, its workspace, and
 * NODE_ENV=production, with which it leaves out the build's tools. The user's own npm_config_registry and the like stay.
 */
const withoutNpm = (): readonly string[] =>
  Object.keys(process.env)
    .filter((name) => outerNpm.test(name))
    .flatMap((name) => ["-u", name]);

const outerNpm =
  /^(?:npm_(?:lifecycle_.*|package_.*|command|execpath|node_execpath|config_(?:local_prefix|prefix|global_prefix|workspaces?|include_workspace_root|omit|include|production))|INIT_CWD|NODE_ENV|NODE_OPTIONS|VITEST.*)$/iu;
