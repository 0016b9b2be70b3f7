import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import nodemailer from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMailCatcher } from "./mail-catcher.ts";
import { openMailFolder } from "./mail-folder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stead-mail-"));
});
afterEach(async () => rm(folder, { recursive: true }));

const send = async (port: number, subject: string): Promise<unknown> => {
  const client = nodemailer.createTransport(`smtp://127.0.0.1:${port}`);
  try {
    return await client.sendMail({ from: "shop@foobar.com", to: "ada@example.org", subject, text: "Good day." });
  } finally {
    client.close();
  }
};

test("a message sent to it stands in the folder, with its envelope", async () => {
  const catcher = await openMailCatcher({ port: 0, folder });
  await send(catcher.port, "Your order");
  await catcher.close();
  const [name = ""] = await readdir(folder);
  expect(name).toMatch(/^\d{8}-\d{6}-\d{3}-0001\.eml$/);
  const text = await readFile(join(folder, name), "utf8");
  expect(text).toContain("X-Envelope-From: <shop@foobar.com>\r\nX-Envelope-To: <ada@example.org>\r\n");
  expect(text).toContain("Subject: Your order");
});

test("only the newest stay, by number and by size", async () => {
  const mail = await openMailFolder(folder, { messages: 3, bytes: 1000 });
  for (const size of [10, 11, 12, 13]) await mail.keep("", Readable.from(["x".repeat(size)]), () => false);
  const names = await readdir(folder);
  expect(await Promise.all(names.toSorted().map(async (name) => (await readFile(join(folder, name))).length))).toEqual([
    11, 12, 13,
  ]);
  await mail.keep("", Readable.from(["x".repeat(990)]), () => false);
  expect(await readdir(folder)).toHaveLength(1);
});

test("a message that is refused leaves nothing, and what a kill left is removed at the next start", async () => {
  const mail = await openMailFolder(folder);
  await expect(mail.keep("", Readable.from(["x"]), () => true)).rejects.toThrow("too large");
  expect(await readdir(folder)).toEqual([]);
  await writeFile(join(folder, "20261123-120501-042-0001.eml.part"), "half");
  await openMailFolder(folder);
  expect(await readdir(folder)).toEqual([]);
});
