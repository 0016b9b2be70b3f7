import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../../host/host.ts";
import { openLocalHost } from "../../host/local/local-host.ts";
import { contentsOf, parseContents } from "./contents.ts";
import { divide } from "./pack-release.ts";

let host: Host;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stead-pack-test-"));
  host = await openLocalHost({ folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A release with names that a careless shell would stumble over. */
const lay = (name: string, files: Readonly<Record<string, string>>): string => {
  const release = join(folder, name);
  mkdirSync(join(release, "app/node_modules/.bin"), { recursive: true });
  mkdirSync(join(release, "empty"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(release, path), text);
  symlinkSync("../tool/it", join(release, "app/node_modules/.bin/tool"));
  return release;
};

const odd = { "app/a b.js": "1", "app/new\nline\tand tab": "2", 'app/"quoted" $x': "3", "app/ünïcode": "4" };

test("the same release tells the same contents, whatever its record says", async () => {
  const one = await contentsOf(host, lay("one", { ...odd, "release.json": "{}" }));
  const other = await contentsOf(
    host,
    lay("other", { ...odd, "release.json": '{"served":"now"}', contents: "a list" }),
  );
  expect(other.text).toBe(one.text);
  expect(
    one.entries
      .filter(({ kind }) => kind === "file")
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(Object.keys(odd).toSorted());
  expect(one.entries.filter(({ hash }) => hash !== undefined)).toHaveLength(4);
  expect(one.entries.find(({ kind }) => kind === "link")?.path).toBe("app/node_modules/.bin/tool");
});

test("only what differs in name, content or mode is sent; folders and links always are", async () => {
  const before = await contentsOf(host, lay("before", odd));
  const release = lay("after", { ...odd, "app/a b.js": "changed", "app/new": "5" });
  chmodSync(join(release, "app/ünïcode"), 0o755);
  const { linked, sent } = divide(await contentsOf(host, release), before);
  expect(linked.map(({ path }) => path).toSorted()).toEqual(['app/"quoted" $x', "app/new\nline\tand tab"]);
  expect(
    sent
      .filter(({ kind }) => kind === "file")
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(["app/a b.js", "app/new", "app/ünïcode"]);
  expect(sent.map(({ path }) => path)).toEqual(expect.arrayContaining(["empty", "app/node_modules/.bin/tool"]));
});

test.each(["", "nothing of the kind", "\0", "\0\0"])(
  "a list that is none (%j) has no entries, so everything is sent",
  (text) => {
    expect(parseContents(text).entries).toEqual([]);
  },
);
