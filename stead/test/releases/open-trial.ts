import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ReportEvent } from "../../src/kernel/report.ts";
import { SteadError, type Fault } from "../../src/kernel/errors.ts";
import { deploy, type DeployResult } from "../../src/operations/deploy.ts";
import { down } from "../../src/operations/down.ts";
import { openSite, type OpenSite } from "../../src/operations/open-site.ts";
import { releases } from "../../src/operations/releases.ts";
import { rollback } from "../../src/operations/rollback.ts";
import { up, type UpResult } from "../../src/operations/up.ts";
import type { ReleaseInfo } from "../../src/release/release.ts";
import { ask } from "../setup/ask.ts";
import { freePorts } from "../setup/free-ports.ts";
import { applicationFolder } from "../setup/run-stead.ts";

/** One of stead/test/applications, up for real in a folder of its own, with the verbs of a release. */
export interface Trial {
  readonly folder: string;
  readonly port: number;
  /** All that the verbs reported. */
  readonly events: ReportEvent[];
  /** Ends whatever verb is at work, as Ctrl-C does. */
  interrupt(): void;
  site(): Promise<OpenSite>;
  up(): Promise<UpResult>;
  deploy(): Promise<DeployResult>;
  rollback(release?: string): Promise<DeployResult>;
  releases(): Promise<readonly ReleaseInfo[]>;
  /** Writes files of the site's folder. */
  write(files: Readonly<Record<string, string>>): void;
  /** Puts the files of another application over those that are there. */
  become(application: string): void;
  /** Changes the spec for the verbs to come. */
  wish(spec: Spec): void;
  get(path?: string): Promise<string>;
  /** The units of releases that have a process now. */
  processes(): Promise<readonly string[]>;
  close(): Promise<void>;
}

type Spec = Readonly<Record<string, unknown>> & { readonly app?: Readonly<Record<string, unknown>> };

/** Short waits, so that a test takes seconds. */
const quick = { start: "node server.mjs", watch: 0, drain: 5, stopTimeout: 2, startTimeout: 5 };

/** Copies the application and brings it up, unless told not to. */
export const openTrial = async (
  application: string,
  spec: Spec = {},
  begin = true,
  folder = mkdtempSync(join(tmpdir(), "stead-trial-")),
): Promise<Trial> => {
  const [http = 0, dns = 0] = await freePorts(2);
  const events: ReportEvent[] = [];
  let stopping = new AbortController();
  const site = (): Promise<OpenSite> => openSite({ folder });
  const progress = () => {
    stopping = new AbortController();
    return { report: (event: ReportEvent) => void events.push(event), signal: stopping.signal };
  };
  const trial: Trial = {
    folder,
    port: http,
    events,
    interrupt: () => stopping.abort(),
    site,
    up: async () => up(await site(), {}, progress()),
    deploy: async () => deploy(await site(), progress()),
    rollback: async (release) => rollback(await site(), release === undefined ? {} : { release }, progress()),
    releases: async () => (await releases(await site())).releases,
    write: (files) => {
      for (const [name, content] of Object.entries(files)) writeFile(join(folder, name), content);
    },
    become: (other) => cpSync(applicationFolder(other), folder, { recursive: true }),
    wish: (wanted) => writeFile(join(folder, "stead.config.mjs"), configText(wanted, { http, dns })),
    get: async (path = "/") => (await ask(http, path, { host: "localhost" })).body,
    processes: async () => runningUnits(await site()),
    close: async () => {
      const { hosts } = await site();
      await down(await site(), progress());
      const state = [...hosts.values()].flatMap(({ where }) => [where.home, where.run]);
      for (const path of [folder, ...state]) rmSync(path, { recursive: true, force: true });
    },
  };
  trial.become(application);
  trial.wish(spec);
  if (begin) await upAtLast(trial);
  return trial;
};

/** Another test may take the mail catcher's port between the choice and the start: then it is chosen anew. */
const upAtLast = async (trial: Trial, tries = 4): Promise<void> => {
  try {
    await trial.up();
  } catch (error) {
    if (tries <= 1 || !String(error).includes("EADDRINUSE")) throw error;
    await upAtLast(trial, tries - 1);
  }
};

/** The first fault of work that must fail. */
export const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => new Error("It did not fail."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SteadError && error.faults[0]) return error.faults[0];
  throw error;
};

const configText = (spec: Spec, ports: Readonly<Record<string, number>>): string =>
  `export default ${JSON.stringify({ domain: "foobar.com", ports, ...spec, app: { ...quick, ...spec.app } })};\n`;

const writeFile = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

const runningUnits = async (site: OpenSite): Promise<readonly string[]> => {
  const statuses = (await Promise.all([...site.hosts.values()].map((host) => host.units.status()))).flat();
  return statuses
    .filter(({ name, pid }) => pid !== undefined && /^(?:app|worker|cron)/u.test(name))
    .map(({ name }) => name)
    .sort();
};
