import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** `stead up` in the foreground, as `npm start` runs it: what it shows, and how it ends. */
const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
let site: SiteFolder;
let view: View | undefined;

beforeEach(async () => {
  site = await makeSiteFolder({ domain: "foobar.com", app: { static: "." } });
  site.write("index.html", "<h1>Good day</h1>");
});

afterEach(async () => {
  view?.child.kill("SIGKILL");
  await site.close();
});

interface View {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

const open = (): View => {
  const child = spawn(process.execPath, [program, "up"], {
    cwd: site.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => (said += part.toString()));
  return { child, said: () => said, ended: new Promise((done) => child.once("close", done)) };
};

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let left = 300; left > 0; left -= 1) {
    if (holds()) return;
    await sleep(100);
  }
  throw new Error(`Waited 30 s for ${what}:\n${view?.said()}`);
};

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends the view, stops the site in order, and is no failure",
  async (signal) => {
    view = open();
    await until("the address", () => view?.said().includes("Ctrl-C stops the site") ?? false);
    expect((await site.get()).status).toBe(200);
    await until("the request's line", () => /request +200 GET +\/ /.test(view?.said() ?? ""));
    view.child.kill(signal);
    expect(await view.ended).toBe(0);
    expect(view.said()).toMatch(/Stop nginx[^]+Stopped\. Data, configuration and releases stay/u);
    await expect(site.get()).rejects.toThrow("ECONNREFUSED");
    expect(Object.values(await site.pids()).filter((pid) => pid !== undefined)).toEqual([]);
  },
);

test("a reader that is gone, as tee is after Ctrl-C, does not keep the site from being stopped", async () => {
  view = open();
  await until("the address", () => view?.said().includes("Ctrl-C stops the site") ?? false);
  view.child.stdout?.destroy();
  view.child.stderr?.destroy();
  view.child.kill("SIGINT");
  expect(await view.ended).toBe(0);
  await expect(site.get()).rejects.toThrow("ECONNREFUSED");
});

test("a site that ran already is only looked at: it runs on after Ctrl-C", async () => {
  await site.stead("up", "-d");
  view = open();
  await until("the notice", () => view?.said().includes("running already") ?? false);
  view.child.kill("SIGINT");
  expect(await view.ended).toBe(0);
  expect(view.said()).toContain("runs on");
  expect((await site.get()).status).toBe(200);
});
