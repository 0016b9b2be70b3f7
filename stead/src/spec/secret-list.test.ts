import { expect, test } from "vitest";
import { faultsOf } from "../../test/setup/faults-of.ts";
import { siteSchema } from "../components/registry.ts";
import { parseSpec } from "./parse.ts";

const wanting = (secrets: unknown, more: object = {}): object => ({
  domain: "foobar.com",
  app: { start: "node server.js", secrets, ...more },
});

test("a name is a variable, { name, as } a file; an environment may want others, or none", () => {
  const site = {
    ...wanting(["STRIPE_KEY", { name: "PEM", as: "file" }]),
    environments: { local: { app: { secrets: [] } } },
  };
  expect(parseSpec(site, "local", siteSchema).settings.app?.secrets).toEqual([]);
  expect(parseSpec(wanting(["A"]), "local", siteSchema).settings.app?.secrets).toEqual(["A"]);
});

test.each([
  [wanting(["STRIPE-KEY"]), /^app\.secrets\[0\]: is text \(not shown\); it must be letters, digits and _ only/u],
  [wanting([{ name: "PEM", as: "variable" }]), /^app\.secrets\[0\]\.as: .*must be "file"/u],
  [wanting(["PORT"]), /^app\.secrets\[0\]: is PORT, which Stead gives itself/u],
  [wanting(["DATA_DIR"], { data: true }), /^app\.secrets\[0\]: is DATA_DIR/u],
  [
    wanting(["KEY"], { env: { KEY: "x" } }),
    /^app\.secrets\[0\]: is KEY, which app\.env gives as well.*does not stand in/u,
  ],
  [wanting([{ name: "KEY", as: "file" }], { env: { KEY_FILE: "x" } }), /KEY_FILE, which app\.env gives as well/u],
  [wanting(["KEY", "KEY"]), /^app\.secrets\[1\]: gives KEY a second time/u],
  [wanting(["KEY_FILE", { name: "KEY", as: "file" }]), /^app\.secrets\[1\]: gives KEY_FILE a second time/u],
  [
    { domain: "foobar.com", app: { static: "public", secrets: ["KEY"] } },
    /^app\.secrets: is set, but the site is static/u,
  ],
])("%j is refused", (site, fault) => {
  expect(faultsOf(site)).toEqual([expect.stringMatching(fault)]);
});
