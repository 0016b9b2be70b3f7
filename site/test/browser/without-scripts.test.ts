import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setRole } from "../../src/accounts/set-role.ts";
import { foldCounters } from "../../src/worker/fold.ts";
import { startSite, type TestSite } from "../setup/site.ts";
import { PASSWORD } from "../setup/visitor.ts";
import { chromiumArguments } from "./chromium-arguments.ts";

let site: TestSite;
let browser: Browser;
let address: string;

beforeAll(async () => {
  site = await startSite();
  await site.server.listen({ port: 0, host: "127.0.0.1" });
  address = `http://localhost:${(site.server.server.address() as { port: number }).port}/`;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumArguments });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const WIDTHS = [320, 1280];

/** A window without scripts that notes what must not happen on any page. */
const openWindow = async (width: number): Promise<{ context: BrowserContext; page: Page; faults: string[] }> => {
  const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: false });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|403|404|422|429|503)/.test(message.text()))
      faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) faults.push(`asked another site: ${request.url()}`);
  });
  return { context, page, faults };
};

/** Text that runs out of the window on a phone can only be read by pushing the page about. */
const expectNoSidewaysScroll = async (page: Page): Promise<void> => {
  const width = page.viewportSize()?.width ?? 0;
  const box = await page.locator("html").boundingBox();
  const wide = await page.locator("body *").evaluateAll(
    (elements, limit) =>
      elements
        .filter((element) => element.closest("pre, table, .trap, .hidden, .skip") === null)
        .filter((element) => element.getBoundingClientRect().right > limit + 1)
        .map((element) => element.outerHTML.slice(0, 120)),
    width,
  );
  expect({ page: page.url(), wide, width: box?.width }).toEqual({ page: page.url(), wide: [], width });
};

const press = async (page: Page, name: string, role: "link" | "button" = "link"): Promise<void> => {
  await page.getByRole(role, { name, exact: true }).first().click();
  await expectNoSidewaysScroll(page);
};

describe.each(WIDTHS)("a member's way without any script, %i pixels wide", (width) => {
  test("register, write, preview, edit, comment, reply, contact, log out, log in: by links and buttons", async () => {
    const { context, page, faults } = await openWindow(width);
    const name = `walker${width}`;
    await page.goto(address);
    await expectNoSidewaysScroll(page);
    await press(page, "Register");
    await press(page, "Register", "button");
    expect(await page.title()).toBe("Error: Register · Foobar");
    expect(await page.locator(":focus").textContent()).toContain("There is a problem");
    await press(page, "Enter a user name");
    expect(await page.locator(":focus, :target").first().getAttribute("id")).toBe("username");
    await page.getByLabel("User name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await press(page, "Register", "button");
    await page.getByRole("link", { name: `You: ${name}` }).waitFor();

    await press(page, "Write");
    await page
      .getByLabel("Title")
      .fill(`A title by ${name} with one Donaudampfschifffahrtselektrizitätenhauptbetriebswerk`);
    await page
      .getByLabel("Text")
      .fill(`Words, and **more**.\n\n\`\`\`\n${"long ".repeat(60)}\n\`\`\`\n\n${"x".repeat(200)}`);
    await press(page, "Preview", "button");
    expect(await page.locator(".preview strong").textContent()).toBe("more");
    await press(page, "Publish", "button");
    expect(await page.locator("h1").textContent()).toContain(`A title by ${name}`);

    await press(page, "Edit");
    await page.getByLabel("Title").fill(`Another title by ${name}`);
    await press(page, "Save changes", "button");
    expect(new URL(page.url()).pathname).toMatch(new RegExp(`^/p/\\w{10}/another-title-by-${name}$`));

    await page.getByLabel("Add a comment").fill("First thought");
    await press(page, "Publish comment", "button");
    await press(page, `Reply the comment by ${name}`);
    await page.getByLabel("Your reply").fill("Second thought");
    await press(page, "Preview", "button");
    await press(page, "Publish comment", "button");
    expect(await page.locator(".thread .thread .prose").textContent()).toContain("Second thought");

    await press(page, "Contact");
    await page.getByLabel("Your e-mail address").fill("walker@example.com");
    await page.getByLabel("Message").fill("Hello");
    await press(page, "Send message", "button");
    expect(await page.locator("h1").textContent()).toBe("Message sent");

    await page.getByRole("link", { name: `You: ${name}` }).click();
    await press(page, "Your account");
    await page.getByLabel("What others should know").fill("I walk.");
    await press(page, "Save", "button");
    expect(await page.getByRole("status").textContent()).toBe("Your profile is saved.");

    await press(page, "Log out", "button");
    await page.getByRole("link", { name: "Log in" }).waitFor();
    await press(page, "Log in");
    await page.getByLabel("User name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await press(page, "Log in", "button");
    await page.getByRole("link", { name: `You: ${name}` }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

test("an operator reads the inbox and removes a post; its readers get a 404", async () => {
  const { context, page, faults } = await openWindow(390);
  await page.goto(`${address}register`);
  await page.getByLabel("User name").fill("keeper");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Register", "button");
  await setRole(site.db, "keeper", "operator");
  await page.goto(`${address}log-in?next=/inbox`);
  await page.getByLabel("User name").fill("keeper");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Log in", "button");
  expect(await page.locator("h1").textContent()).toBe("Inbox");
  await press(page, "Handled", "button");
  await page.getByRole("button", { name: "Not handled after all" }).first().waitFor();

  await foldCounters(site.db);
  await press(page, "Posts");
  await page.locator(".entry h2 a").first().click();
  const removed = page.url();
  await press(page, "Remove");
  await press(page, "Remove post", "button");
  const reader = await openWindow(390);
  expect((await reader.page.goto(removed))?.status()).toBe(404);
  expect([...faults, ...reader.faults]).toEqual([]);
  await context.close();
  await reader.context.close();
});
