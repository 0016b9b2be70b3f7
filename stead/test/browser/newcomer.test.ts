import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { freshClone, type FreshClone } from "../setup/fresh-clone.ts";
import { keepAsking } from "../setup/keep-asking.ts";

/** What issue 2 ends with: a newcomer's first ten minutes, with the commands of the README and a browser. */
const PATIENCE = 300_000;
let base: string;
let clone: FreshClone;
let browser: Browser;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "stead-newcomer-"));
  clone = freshClone(join(base, "stead"));
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});

afterAll(async () => {
  await browser?.close();
  await clone?.remove();
  rmSync(base, { recursive: true, force: true });
});

test(
  "npm start, register, post, comment, edit a template, deploy, roll back: seen at once, no request lost",
  async () => {
    const { http } = await timed("npm start -- -d, packages installed", () => clone.start());
    const page = await openPage(`http://www.foobar.localhost:${http}/`);
    const post = await timed("register, post and comment", () => takePart(page));

    const visitors = ["/", "/about", new URL(post).pathname].map((path) => keepAsking(http, path));
    const about = join(clone.folder, "site/src/pages/about-view.tsx");
    writeFileSync(about, readFileSync(about, "utf8").replace(/<h1>.*?<\/h1>/u, "<h1>Zebras</h1>"));
    const before = await headingOfAbout(http);
    await timed("npx stead deploy", () => typed("npx", "stead", "deploy"));
    expect(await headingOfAbout(http)).toBe("Zebras");
    await page.goto(`http://www.foobar.localhost:${http}/about`);
    expect(await page.locator("h1").textContent()).toBe("Zebras");

    await timed("npx stead rollback", () => typed("npx", "stead", "rollback"));
    expect(await headingOfAbout(http)).toBe(before);
    const asked = await Promise.all(visitors.map((visitor) => visitor.stop()));
    expect(asked.flatMap(({ failed }) => failed)).toEqual([]);
    expect(asked.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(100);

    await page.goto(post);
    expect(await page.locator("main").textContent()).toContain("A first thought about it");
    await page.getByRole("link", { name: "You: newcomer" }).waitFor();
  },
  PATIENCE,
);

/** Prints how long a step took: the figures of the journey. */
const timed = async <Result>(step: string, work: () => Promise<Result>): Promise<Result> => {
  const began = performance.now();
  const result = await work();
  console.log(`${step}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
};

const typed = async (...words: readonly string[]): Promise<void> => {
  const { exitCode, stdout, stderr } = await clone.type(words, "site");
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
};

const headingOfAbout = async (http: number): Promise<string | undefined> =>
  /<h1>(.*?)<\/h1>/u.exec((await ask(http, "/about")).body)?.[1];

const openPage = async (address: string): Promise<Page> => {
  const page = await browser.newPage();
  await page.goto(address);
  return page;
};

/** Becomes a member, writes a post and comments on it; the post's address. */
const takePart = async (page: Page): Promise<string> => {
  const press = (name: string, role: "link" | "button"): Promise<void> =>
    page.getByRole(role, { name, exact: true }).first().click();
  await press("Register", "link");
  await page.getByLabel("User name").fill("newcomer");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
  await press("Register", "button");
  await press("Write", "link");
  await page.getByLabel("Title").fill("My first post");
  await page.getByLabel("Text").fill("It **works**.");
  await press("Publish", "button");
  await page.getByLabel("Add a comment").fill("A first thought about it");
  await press("Publish comment", "button");
  await page.locator(".thread", { hasText: "A first thought about it" }).waitFor();
  const [address = ""] = page.url().split("#");
  return address;
};
