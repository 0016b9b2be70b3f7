import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nginx } from "../../src/components/nginx/index.ts";
import type { DesiredState, Unit } from "../../src/state/vocabulary.ts";
import { runFolder } from "../../src/topology/account.ts";
import type { HostPlace, Topology } from "../../src/topology/topology.ts";
import { ask } from "../setup/ask.ts";
import { freePorts } from "../setup/free-ports.ts";
import { onServer } from "../setup/on-server.ts";
import { layCandidate, layDown, makeFile, makeFolder, siteOnDisk, type SiteOnDisk } from "../setup/site-on-disk.ts";
import { startUnit, verify, type RunningUnit } from "../setup/start-unit.ts";

/** Two sites of a server, in folders as they lie there; their applications are away, so that each shows its own page. */
interface Part {
  readonly topology: Topology;
  readonly place: HostPlace;
  readonly desired: DesiredState;
}

let ground: SiteOnDisk;
let port: number;
let one: Part;
let two: Part;
let running: RunningUnit;

beforeAll(async () => {
  const [http = 0, dns = 0] = await freePorts(2);
  port = http;
  ground = await siteOnDisk({}, { http, dns });
  one = await layPart("foobar.com", { sessionCookie: "session" });
  two = await layPart("other-site.example", {});
  running = await startUnit(unitOf(one));
});

afterAll(async () => {
  await running?.stop();
  await ground?.remove();
});

const layPart = async (domain: string, app: object): Promise<Part> => {
  const [http, dns] = [ground.place.ports.http, ground.place.ports.dns];
  const spec = { domain, app: { start: "node server.mjs", ...app }, rateLimit: { perSecond: 100 } };
  const own = await siteOnDisk(spec, { http, dns });
  await own.remove();
  const at = (kind: string): string => join(ground.folder, kind, domain);
  const paths = {
    ...own.place.paths,
    etc: at("etc"),
    data: at("data"),
    log: at("log"),
    run: at("run"),
    current: at("run/c"),
  };
  const topology = onServer({ ...own, place: { ...own.place, paths } });
  const place = topology.hosts["web1"];
  if (!place) throw new Error("The server has no place.");
  const desired = nginx.desire(topology, "web1");
  for (const path of [paths.log, runFolder(place, "web")]) await makeFolder(path);
  await layDown(desired);
  return { topology, place, desired };
};

const unitOf = ({ desired }: Part): Unit => desired.find((value) => value.kind === "unit") as Unit;
const fileOf = ({ desired }: Part, id: string) => {
  const file = desired.find((value) => value.id === id);
  if (file?.kind !== "file") throw new Error(`There is no ${id}.`);
  return file;
};

test("the main file and the unit are the same, whichever site wrote them", () => {
  const main = "file:host/nginx/nginx.conf";
  expect(fileOf(two, main)).toEqual(fileOf(one, main));
  const shared = ({ reloadOn: _on, verify: _verify, reads: _reads, needs: _needs, ...rest }: Unit): object => rest;
  expect(shared(unitOf(two))).toEqual(shared(unitOf(one)));
});

test("each name is answered by its own site, and one that is nobody's by none", async () => {
  expect((await ask(port, "/", { host: "www.foobar.com" })).body).toContain("foobar.com · 502");
  expect((await ask(port, "/", { host: "www.other-site.example" })).body).toContain("other-site.example · 502");
  await expect(ask(port, "/", { host: "neither.example" })).rejects.toThrow(/hang up|ECONNRESET/u);
});

test("a candidate is tried with the other site's part as it stands, and leaves no trace", async () => {
  const folder = join(ground.folder, "candidate");
  const { verify: trial } = unitOf(one);
  const lay = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await layCandidate(one.desired, trial?.files ?? [], folder);
  };
  await lay();
  expect(verify(unitOf(one), folder)).toMatchObject({ exitCode: 0 });
  await lay();
  await makeFile(join(folder, "website.conf"), "nonsense on;\n");
  expect(verify(unitOf(one), folder)).toMatchObject({ exitCode: 1, output: expect.stringContaining("website.conf:1") });
  const others = fileOf(two, "file:nginx/website.conf").path;
  await makeFile(others, "upstream application-foobar.com { server 127.0.0.1:9; }\n");
  await lay();
  expect(verify(unitOf(one), folder).output).toContain('duplicate upstream "application-foobar.com"');
  await layDown(two.desired);
});

test("a part that goes takes its site along, and nothing else", async () => {
  await rm(dirname(fileOf(two, "file:nginx/website.conf").path), { recursive: true });
  running.reload();
  await expect(ask(port, "/", { host: "www.other-site.example" })).rejects.toThrow(/hang up|ECONNRESET/u);
  expect((await ask(port, "/", { host: "www.foobar.com" })).body).toContain("foobar.com · 502");
});
