import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dropDevelopment } from "./drop-development.ts";

let app: string;
beforeEach(() => (app = mkdtempSync(join(tmpdir(), "stead-drop-"))));
afterEach(() => rmSync(app, { recursive: true }));

const put = (path: string, text = ""): void => {
  mkdirSync(join(app, path, ".."), { recursive: true });
  writeFileSync(join(app, path), text);
};

test("development's packages and their programs go; what the build made stays", async () => {
  const packages = {
    "node_modules/fastify": { version: "5.0.0" },
    "node_modules/typescript": { version: "7.0.0", dev: true },
    "site/node_modules/prettier": { version: "3.0.0", dev: true },
  };
  put("node_modules/.package-lock.json", JSON.stringify({ packages }));
  for (const name of Object.keys(packages)) put(`${name}/index.js`);
  put("node_modules/.prisma/client/index.js");
  mkdirSync(join(app, "node_modules/.bin"));
  symlinkSync("../typescript/index.js", join(app, "node_modules/.bin/tsc"));
  symlinkSync("../fastify/index.js", join(app, "node_modules/.bin/fastify"));

  await dropDevelopment(app);

  expect(existsSync(join(app, "node_modules/fastify/index.js"))).toBe(true);
  expect(existsSync(join(app, "node_modules/.prisma/client/index.js"))).toBe(true);
  expect(existsSync(join(app, "node_modules/typescript"))).toBe(false);
  expect(existsSync(join(app, "site/node_modules/prettier"))).toBe(false);
  expect(lstatSync(join(app, "node_modules/.bin/fastify")).isSymbolicLink()).toBe(true);
  expect(() => lstatSync(join(app, "node_modules/.bin/tsc"))).toThrow("ENOENT");
});

test("a release without dependencies is left as it is", async () => {
  put("server.js");
  await dropDevelopment(app);
  expect(existsSync(join(app, "server.js"))).toBe(true);
});
