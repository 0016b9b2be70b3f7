import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../test/setup/free-ports.ts";
import { openByHand, type ByHand } from "./by-hand.ts";
import { compare, type Comparison } from "./compare.ts";
import { figuresPage, type Figures } from "./figures-page.ts";
import { nameEngines, nameMachine } from "./machine.ts";
import { familyOf, memoryOf } from "./memory.ts";
import { cloneSite, releaseOf, statusOf, stylesheetOf, type SiteUnderBench } from "./site-under-bench.ts";
import { timeVerbs } from "./verb-timings.ts";

/** Takes every figure of docs/figures.md, in a clone of this repository at its last commit, and writes the page. */
const bench = async (): Promise<void> => {
  const site = cloneSite();
  let byHand: ByHand | undefined;
  try {
    console.log(`Bench of ${site.commit} on ${nameMachine()}`);
    const timings = await timeVerbs(site.config, site.folder);
    const [port = 0] = await freePorts(1);
    byHand = await openByHand(releaseOf(site), port);
    const memory = await compareMemory(site, byHand);
    const comparisons = await comparePages(site, byHand);
    const date = new Date().toISOString().slice(0, 10);
    const about = { date, commit: site.commit, machine: nameMachine(), engines: nameEngines() };
    write({ ...about, comparisons, timings, memory });
  } finally {
    await byHand?.close();
    await site.close();
  }
};

/** A static file, a page that is made for each request, and a page from nginx's cache. */
const comparePages = async (site: SiteUnderBench, byHand: ByHand): Promise<readonly Comparison[]> => {
  const style = stylesheetOf(releaseOf(site));
  const stead = (await statusOf(site)).addresses.find((address) => address.includes("localhost")) ?? "";
  const port = new URL(stead).port;
  const aim = (where: string, path: string, headers = {}) => ({
    url: `http://127.0.0.1:${where}${path}`,
    headers: { Host: `www.foobar.localhost:${where}`, ...headers },
  });
  const visitor = { Cookie: "sid=nobody" };
  const pages = [
    { what: "static file", path: style, headers: {} },
    { what: "proxied page", path: "/", headers: visitor },
    { what: "cached page", path: "/", headers: {} },
  ];
  const comparisons: Comparison[] = [];
  for (const { what, path, headers } of pages) {
    console.log(`Comparing: ${what}`);
    comparisons.push(await compare(what, aim(port, path, headers), aim(String(byHand.port), path, headers)));
  }
  return comparisons;
};

/** Seconds of quiet before memory is read. */
const QUIET = 3;

const compareMemory = async (site: SiteUnderBench, byHand: ByHand): Promise<Figures["memory"]> => {
  await new Promise((resolve) => setTimeout(resolve, QUIET * 1000));
  const units = (await statusOf(site)).hosts.flatMap((host) => host.units);
  const ofStead = units.flatMap(({ name, pid }) =>
    pid === undefined ? [] : [{ process: plain(name), stead: sum(pid) }],
  );
  return ofStead.map((line) => {
    const pid = byHand.processes[line.process];
    return pid === undefined ? line : { ...line, byHand: sum(pid) };
  });
};

const sum = (pid: number): number => familyOf(pid).reduce((total, each) => total + memoryOf(each), 0);

/** `app@20261123-124412-67512e-2` -> `app 2`. */
const plain = (unit: string): string => unit.replace(/@.*-(\d+)$/, " $1");

const write = (figures: Figures): void => {
  const page = figuresPage(figures);
  const docs = join(import.meta.dirname, "../../docs");
  mkdirSync(docs, { recursive: true });
  writeFileSync(join(docs, "figures.md"), page);
  console.log(`\n${page}\nWrote docs/figures.md`);
};

await bench();
