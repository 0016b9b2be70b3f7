import { rename, symlink } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, join } from "node:path";
import { nginx } from "../../src/components/nginx/index.ts";
import type { DesiredState, Unit } from "../../src/state/vocabulary.ts";
import { ask, type Answer, type Question } from "./ask.ts";
import { freePorts } from "./free-ports.ts";
import { startInstance, type Instance } from "./instance.ts";
import { layDown, layRelease, siteOnDisk, type SiteOnDisk } from "./site-on-disk.ts";
import { startUnit, type RunningUnit } from "./start-unit.ts";

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;
export type StaticFiles = Readonly<Record<string, string | Uint8Array>>;

/** A real nginx before a make-believe application: a site as tests of the web server need it. */
export interface WebSite {
  readonly site: SiteOnDisk;
  readonly desired: DesiredState;
  readonly unit: Unit;
  readonly running: RunningUnit;
  readonly port: number;
  /** Of the serving release. */
  readonly instances: readonly Instance[];
  readonly get: (path: string, question?: Question) => Promise<Answer>;
  /** Starts the instances of another release and switches to it by one rename. */
  switchTo(id: string, files: StaticFiles): Promise<void>;
  closeInstances(): Promise<void>;
  close(): Promise<void>;
}

/** A folder whose name has all that a configuration could stumble over. */
export const hostile = 'stead [test] $a "b" ';

/** Starts it; `instances: 0` leaves the application out. */
export const startWebSite = async (
  spec: object,
  {
    files = {},
    respond = echo,
    instances: count = 2,
    text,
  }: { files?: StaticFiles; respond?: Respond; instances?: number; text?: string } = {},
): Promise<WebSite> => {
  const [http = 0, dns = 0] = await freePorts(2);
  const site = await siteOnDisk(spec, { http, dns, name: hostile, ...(text === undefined ? {} : { snippet: text }) });
  const desired = nginx.desire(site.topology, "local");
  await layDown(desired);
  const unit = unitIn(desired);
  const state: { instances: readonly Instance[] } = { instances: [] };
  const switchTo = async (id: string, release: StaticFiles): Promise<void> => {
    const sockets = await layRelease(site.place, id, release);
    const old = state.instances;
    const names = Array.from({ length: count }, (_, index) => join(sockets, `${index + 1}.sock`));
    state.instances = await Promise.all(names.map((name) => startInstance(name, respond)));
    await symlink(basename(sockets), `${site.place.paths.current}.new`);
    await rename(`${site.place.paths.current}.new`, site.place.paths.current);
    await Promise.all(old.map((instance) => instance.close()));
  };
  await switchTo("one", files);
  const running = await startUnit(unit);
  const closeInstances = async () => {
    await Promise.all(state.instances.map((instance) => instance.close()));
  };
  return {
    site,
    desired,
    unit,
    running,
    port: http,
    switchTo,
    closeInstances,
    get instances() {
      return state.instances;
    },
    get: (path, question = {}) => ask(http, path, question),
    close: async () => {
      await running.stop();
      await closeInstances();
      await site.remove();
    },
  };
};

/** The unit in a desired state. */
export const unitIn = (desired: DesiredState): Unit => {
  const unit = desired.find((value) => value.kind === "unit");
  if (!unit) throw new Error("The desired state has no unit.");
  return unit;
};

/** Answers with the request's headers as JSON; the query's words become headers of the answer, `status` its status. */
export const echo: Respond = (request, response) => {
  const { status, ...headers } = Object.fromEntries(new URL(request.url ?? "/", "http://x").searchParams);
  request.resume().on("end", () => {
    response.writeHead(Number(status ?? 200), { "Content-Type": "application/json", ...headers });
    response.end(
      JSON.stringify({ now: process.hrtime.bigint().toString(), ...request.headers, pad: "x".repeat(2000) }),
    );
  });
};
