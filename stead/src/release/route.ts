import { components } from "../components/registry.ts";
import type { Route } from "../components/component.ts";
import type { Host } from "../host/host.ts";
import type { Generation } from "./generation.ts";
import type { ReleaseContext } from "./release.ts";

/** What a switch changed in the web server, so that it can be undone and waited for. */
export interface Routed {
  /** Takes back the change. */
  undo(): Promise<void>;
  /** Whether a worker with the old route still answers requests. */
  stillOld(): Promise<boolean>;
}

/**
 * Leads requests to the ports of a generation's instances, for applications that cannot listen on a socket; undefined: sockets,
 * whose way RUN/current already is. Throws when the web server does not take the new route.
 */
export const routeTo = async (context: ReleaseContext, generation: Generation): Promise<Routed | undefined> => {
  const route = routeOf(context, generation);
  if (route === undefined) return undefined;
  const { host } = generation.member;
  const before = await host.files.read(route.path);
  const old = await workersOf(host, route.unit);
  try {
    await take(host, route, route.content);
  } catch (error) {
    if (before) await take(host, route, before).catch(() => undefined);
    throw error;
  }
  return {
    undo: async () => {
      if (before) await take(host, route, before);
    },
    stillOld: async () => (await workersOf(host, route.unit)).some((pid) => old.includes(pid)),
  };
};

const routeOf = ({ site }: ReleaseContext, { member, definitions }: Generation): Route | undefined => {
  const ports = definitions.web.flatMap(({ ready }) =>
    ready.kind === "http" && "port" in ready.at ? [ready.at.port] : [],
  );
  if (ports.length === 0) return undefined;
  return components
    .map(({ powers }) => powers?.route?.(site, member.host.name, ports))
    .find((route) => route !== undefined);
};

/** A web server that does not run yet reads the file when it starts. */
const take = async (host: Host, route: Route, content: string | Uint8Array): Promise<void> => {
  await host.files.write(route.path, content, {
    mode: route.mode,
    ...(route.account === undefined ? {} : { account: route.account }),
  });
  const status = (await host.units.status()).find(({ name }) => name === route.unit);
  if (status?.pid !== undefined) await host.units.reload(status.definition);
};

/** Process ids of a unit's children (proc(5)); `[]` when it does not run. */
const workersOf = async (host: Host, unit: string): Promise<readonly string[]> => {
  const pid = (await host.units.status()).find(({ name }) => name === unit)?.pid;
  if (pid === undefined) return [];
  const children = await host.files.read(`/proc/${pid}/task/${pid}/children`);
  return new TextDecoder()
    .decode(children ?? new Uint8Array())
    .split(" ")
    .filter(Boolean);
};
