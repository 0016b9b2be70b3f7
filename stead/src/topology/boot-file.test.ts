import { expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { parseSpec } from "../spec/parse.ts";
import { bootFile, generationBootPath, generationBootText, hasBootFile } from "./boot-file.ts";
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
  const { path, content } = bootFile(placeIn("production"));
  expect(path).toBe("/etc/tmpfiles.d/stead-foobar.com.conf");
  expect(content).toBe(`# Written by Stead. Changes made here are overwritten.
d /run/stead/foobar.com 0755 root root -
d /run/stead/foobar.com/web 0755 www-data www-data -
d /run/stead/foobar.com/dns 0755 knot knot -
d /run/stead/foobar.com/database 0755 mysql mysql -
`);
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
  expect(generationBootPath(place) > bootFile(place).path).toBe(true);
});

test("local has no such file: there the next up makes what is missing", () => {
  expect(hasBootFile(placeIn("local"))).toBe(false);
});
