import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Server as Relay } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderSender, type Sender } from "../../src/components/notify/sender.ts";
import { renderWatcher } from "../../src/components/notify/watcher.ts";
import { makeScriptFolder, type ScriptFolder } from "./script-folder.ts";
import { strictRelay } from "./strict-relay.ts";

let place: ScriptFolder;
const at = (...names: readonly string[]): string => place.at(...names);
const program = (name: string, text: string): string => place.program(name, text);
const run = async (path: string, ...words: readonly string[]): Promise<number | null> => {
  const ended = await place.run(path, ...words);
  complaint = ended.complaint;
  return ended.code;
};
/** What the last script had to complain of. */
let complaint = "";

beforeEach(() => {
  place = makeScriptFolder();
});
afterEach(() => place.remove());

test("both scripts are plain shell of at most 60 lines, however much they look at", () => {
  const sender = { site: "foobar.com", told: "/told", email: "ops@example.org", smtp: "/smtp", webhook: "/hook" };
  const watched = { site: "foobar.com", notify: "/n", told: "/told", data: "/data", certificates: "/tls" };
  const scripts = [renderSender(sender), renderWatcher({ ...watched, restored: "/proved" })];
  for (const script of scripts) {
    expect(script.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
    expect(script.startsWith("#!/bin/sh\n")).toBe(true);
    execFileSync("/bin/sh", ["-n"], { input: script });
  }
});

let chat: Server, relay: Relay;
/** Bodies and mails that arrived, and whether the chat takes them. */
let said: string[] = [];
let mails: string[] = [];
let open = true;

beforeEach(async () => {
  [said, mails, open] = [[], [], true];
  chat = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (open) said.push(Buffer.concat(parts).toString());
      response.writeHead(open ? 200 : 403).end();
    });
  }).listen(0, "127.0.0.1");
  relay = strictRelay((mail) => mails.push(mail)).listen(0, "127.0.0.1");
  await Promise.all([once(chat, "listening"), once(relay, "listening")]);
});
afterEach(() => {
  chat.close();
  relay.close();
});

const portOf = (server: Server | Relay): number => (server.address() as AddressInfo).port;
const sender = (ways: Partial<Sender> = {}): string => {
  writeFileSync(at("hook"), `url = "http://127.0.0.1:${portOf(chat)}/x"\n`);
  writeFileSync(
    at("smtp"),
    `url = "smtp://127.0.0.1:${portOf(relay)}"\nmail-from = "stead@x"\nmail-rcpt = "ops@example.org"\n`,
  );
  const both = { email: "ops@example.org", smtp: at("smtp"), webhook: at("hook") };
  return program("notify", renderSender({ site: "foobar.com", told: at("told"), ...both, ...ways }));
};

test("tells once when a thing begins and once when it ends, by mail and by webhook", async () => {
  const notify = sender();
  for (let hour = 0; hour < 3; hour += 1)
    expect(await run(notify, "begin", "disk_/", 'the "disk" is 91% full')).toBe(0);
  for (let hour = 0; hour < 3; hour += 1) expect(await run(notify, "end", "disk_/")).toBe(0);
  expect(said.map((text) => (JSON.parse(text) as { readonly text: string }).text.replace(/ [^ ]+:/u, ""))).toEqual([
    '[foobar.com] the "disk" is 91% full',
    '[foobar.com] it is over: the "disk" is 91% full',
  ]);
  expect(mails.map((mail) => /^Subject: (.*)\r$/mu.exec(mail)?.[1]?.replace(/ [^ ]+:/u, ""))).toEqual([
    '[foobar.com] the "disk" is 91% full',
    '[foobar.com] it is over: the "disk" is 91% full',
  ]);
  expect(mails[0]).toMatch(/^To: ops@example\.org\r$/mu);
});

test("a way that is cut is tried again by itself: the other hears nothing twice", async () => {
  const notify = sender();
  open = false;
  expect(await run(notify, "begin", "clock", "the clock is off")).toBe(1);
  expect(complaint).toContain("No notice got through by webhook.");
  expect(await run(notify, "begin", "clock", "the clock is off")).toBe(1);
  expect([mails.length, said.length]).toEqual([1, 0]);
  open = true;
  expect(await run(notify, "begin", "clock", "the clock is off")).toBe(0);
  expect(await run(notify, "begin", "clock", "the clock is off")).toBe(0);
  expect([mails.length, said.length]).toEqual([1, 1]);
});

test("a test is sent each time, and says by which way it did not get through", async () => {
  const notify = sender();
  expect(await run(notify, "test")).toBe(0);
  expect(await run(notify, "test")).toBe(0);
  expect([mails.length, said.length]).toEqual([2, 2]);
  relay.close();
  expect(await run(notify, "test")).toBe(1);
  expect(complaint).toContain("No notice got through by mail.");
  expect(complaint).not.toContain("webhook");
});

test("two that begin at once are told once", async () => {
  const notify = sender();
  await Promise.all([1, 2, 3, 4].map(() => run(notify, "begin", "unit_x", "x has failed")));
  expect([mails.length, said.length]).toEqual([1, 1]);
});

test("without a relay mail goes by the server's sendmail", async () => {
  const text = renderSender({ site: "foobar.com", told: at("told"), email: "o'hara@example.org" });
  const notify = program("notify", text.replace("/usr/sbin/sendmail", at("bin/sendmail")));
  program("sendmail", `#!/bin/sh\ncat >${at("sent")}\n`);
  expect(await run(notify, "test")).toBe(0);
  expect(readFileSync(at("sent"), "utf8")).toContain("To: o'hara@example.org\n");
});
