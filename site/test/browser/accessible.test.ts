import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setRole } from "../../src/accounts/set-role.ts";
import { startSite, type TestSite } from "../setup/site.ts";
import { PASSWORD, posted, registered } from "../setup/visitor.ts";
import { chromiumArguments } from "./chromium-arguments.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let site: TestSite;
let browser: Browser;
let address: string;
let post: string;

beforeAll(async () => {
  site = await startSite();
  await site.server.listen({ port: 0, host: "127.0.0.1" });
  address = `http://localhost:${(site.server.server.address() as { port: number }).port}`;
  const author = await registered(site.server, "author");
  const text =
    "## Part\n\nText, `code`, [link](https://example.org).\n\n> quote\n\n```\ncode\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |";
  post = await posted(author, "Everything a text can hold", text);
  const comment = await author.fill(post, { body: "#### A comment\n\nwith text" });
  const id = /#c-(\w+)/.exec(String(comment.headers.location))?.[1] ?? "";
  await author.fill(`/c/${id}/reply`, { body: "and a reply" });
  await author.fill("/account", { bio: "About *me*" });
  await author.fill("/contact", { name: "A", email: "a@example.com", body: "Hello" });
  await setRole(site.db, "author", "operator");
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumArguments });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(RULES)} })`);
  return results.violations.map(({ id, nodes }) => `${page.url()}: ${id} at ${nodes[0]?.html.slice(0, 120)}`);
};

/** Pressable things that a finger misses: WCAG 2.2, 2.5.8, with its exception for links within a sentence. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.locator("a, button, input:not([type=hidden]), textarea").evaluateAll((elements) =>
    elements
      .filter((element) => element.closest(".prose, .trap, .skip, p, .comment-head, [hidden]") === null)
      .filter((element) => Math.min(element.getBoundingClientRect().width, element.getBoundingClientRect().height) < 24)
      .map((element) => element.outerHTML.slice(0, 100)),
  );

const logIn = async (page: Page): Promise<void> => {
  await page.goto(`${address}/log-in`);
  await page.getByLabel("User name").fill("author");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL(`${address}/`);
};

describe.each([320, 1280])("%i pixels wide", (width) => {
  test.each(["light", "dark"] as const)("nothing stands in anybody's way, %s", async (colorScheme) => {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const found: string[] = [];
    const look = async (path?: string): Promise<void> => {
      if (path !== undefined) await page.goto(address + path);
      found.push(...(await violations(page)), ...(await smallTargets(page)));
    };
    for (const path of [
      "/",
      post,
      "/register",
      "/log-in",
      "/contact",
      "/contact/sent",
      "/about",
      "/u/author",
      "/gone",
      "/write",
    ]) {
      await look(path);
    }
    await page.goto(`${address}/register`);
    await page.getByRole("button", { name: "Register", exact: true }).click();
    await page.getByText("There is a problem").waitFor();
    await look();
    await logIn(page);
    for (const path of ["/", post, "/write", "/account", "/inbox", `${post.split("/").slice(0, 3).join("/")}/delete`])
      await look(path);
    await page.goto(`${address}/write`);
    await page.getByLabel("Text").fill("# Heading\n\ntext");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("Preview, not saved yet").waitFor();
    await look();
    expect(found).toEqual([]);
    await context.close();
  });
});

test("with keys alone: what has the focus is seen, and the first stop skips to the content", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.goto(address + post);
  await page.keyboard.press("Tab");
  expect(await page.locator(":focus").textContent()).toContain("Skip to content");
  const seen: string[] = [];
  for (let stop = 0; stop < 25; stop += 1) {
    const focus = page.locator(":focus");
    const outline = await focus.evaluate(
      (element) => element.ownerDocument.defaultView?.getComputedStyle(element).outlineStyle ?? "none",
    );
    const box = await focus.boundingBox();
    seen.push(
      outline !== "none" && box !== null && box.y >= 0 && box.y < 800
        ? "seen"
        : await focus.evaluate((element) => element.outerHTML),
    );
    await page.keyboard.press("Tab");
    if ((await page.locator(":focus").count()) === 0) break;
  }
  expect(seen.filter((one) => one !== "seen")).toEqual([]);
  expect(seen.length).toBeGreaterThan(10);
  await page.close();
});
