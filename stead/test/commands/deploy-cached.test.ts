import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** An application whose pages may be kept for a year by whoever likes, as those of static site generators do. */
const server = `
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
const edition = readFileSync(new URL("edition.txt", import.meta.url), "utf8");
const server = createServer((request, response) => {
  response.setHeader("Cache-Control", "s-maxage=31536000");
  response.end(edition);
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => server.close());
`;
let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder({ domain: "foobar.com", app: { start: "node server.mjs", watch: 0 } });
  site.write("server.mjs", server);
  site.write("edition.txt", "first");
  await site.stead("up", "-d");
});
afterAll(() => site.close());

const seen = async (): Promise<string> => {
  const { body, headers } = await site.get();
  return `${body} ${String(headers["x-cache"])}`;
};

test("a page is kept as long as the application allows", async () => {
  expect([await seen(), await seen()]).toEqual(["first MISS", "first HIT"]);
});

test("a deploy is seen at once all the same, and the rollback too", async () => {
  site.write("edition.txt", "second");
  await site.stead("deploy");
  expect([await seen(), await seen()]).toEqual(["second MISS", "second HIT"]);
  await site.stead("rollback");
  expect((await site.get()).body).toBe("first");
});
