import { expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { parseSpec } from "../spec/parse.ts";
import { bootFiles, generationBootPath, generationBootText, hasBootFile } from "./boot-file.ts";
import { deriveTopology } from "./derive.ts";
import { facts } from "../../test/setup/facts.ts";

const placeIn = (environment: string) => {
  const servers = { web1: { address: "203.0.113.7" } };
  const value = { domain: "foobar.com", database: {}, environments: { production: { servers } } };
  const place = deriveTopology(parseSpec(value, environment, siteSchema), { web1: facts() }).hosts["web1"];
  if (!place) throw new Error("The server has no place.");
  return place;
};

test("on a server a boot makes the folders of sockets, each its engine's own", () => {
  const text = (...lines: readonly string[]): string =>
    ["# Written by Stead. Changes made here are overwritten.", ...lines, ""].join("\n");
  expect(bootFiles(placeIn("production"))).toMatchObject([
    {
      path: "/etc/tmpfiles.d/stead-foobar.com.conf",
      content: text("d /run/stead/foobar.com 0755 root root -", "d /run/stead/foobar.com/database 0755 mysql mysql -"),
    },
    {
      path: "/etc/tmpfiles.d/stead-host.web.conf",
      content: text("d /run/stead/host/web 0755 www-data www-data -"),
      shared: true,
    },
    {
      path: "/etc/tmpfiles.d/stead-host.dns.conf",
      content: text("d /run/stead/host/dns 0755 knot knot -"),
      shared: true,
    },
  ]);
});

test("and what leads to the serving release, in a folder whose group is nginx's", () => {
  const place = placeIn("production");
  expect(
    generationBootText(place, "20261123-120501-ab12cd.2", "20261123-120501-ab12cd").split("\n").slice(1, -1),
  ).toEqual([
    "d /run/stead/foobar.com/20261123-120501-ab12cd.2 2750 stead-foobar-com www-data -",
    "L+ /run/stead/foobar.com/20261123-120501-ab12cd.2/release - - - - /srv/stead/foobar.com/releases/20261123-120501-ab12cd",
    "L+ /run/stead/foobar.com/20261123-120501-ab12cd.2/before - - - - .",
    "L+ /run/stead/foobar.com/current - - - - 20261123-120501-ab12cd.2",
  ]);
  // tmpfiles.d(5) takes the files in the order of their names.
  expect(generationBootPath(place) > (bootFiles(place)[0]?.path ?? "")).toBe(true);
});

test("local has no such file: there the next up makes what is missing", () => {
  expect(hasBootFile(placeIn("local"))).toBe(false);
});
