import fc from "fast-check";
import { expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { SteadError } from "../kernel/errors.ts";
import { listSettings } from "./list-settings.ts";
import { mergeDeep } from "./merge.ts";
import { parseSpec } from "./parse.ts";

const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, maxDepth: 3 });
const paths = listSettings(siteSchema).map(({ path }) => path);

/** Whatever a config exports, the answer is a spec or faults for a person: never an exception of another kind. */
const answered = (value: unknown): void => {
  try {
    parseSpec(value, "local", siteSchema);
  } catch (error) {
    if (!(error instanceof SteadError)) throw error;
    expect(error.faults.length).toBeGreaterThan(0);
    for (const { where, what, mend } of error.faults) {
      expect(where).not.toBe("");
      expect(what).toMatch(/[.]$/u);
      expect(mend).toMatch(/[.?]$/u);
      expect(what + mend).not.toMatch(/\[object |undefined/u);
    }
  }
};

test("anything at all is answered", () => {
  fc.assert(fc.property(anything, answered));
});

test("anything in the place of any setting is answered", () => {
  const broken = fc.record({ path: fc.constantFrom(...paths), value: anything });
  fc.assert(
    fc.property(fc.array(broken, { minLength: 1, maxLength: 4 }), (changes) => {
      const site = changes.reduce<unknown>(
        (inner, { path, value }) =>
          mergeDeep(
            inner,
            path.split(".").reduceRight<unknown>((below, key) => ({ [key]: below }), value),
          ),
        { domain: "foobar.com", app: { start: "node x" } },
      );
      answered(site);
    }),
    { numRuns: 1000 },
  );
});

test("a secret in app.env is never printed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100_000 }), (secret) => {
      const site = { domain: "foobar.com", app: { start: "x", env: { TOKEN: secret, PORT: String(secret) } } };
      const said = saidOf(site);
      expect(said).toContain("app.env.TOKEN");
      expect(said).not.toContain(String(secret));
    }),
  );
});

const saidOf = (site: unknown): string => {
  try {
    parseSpec(site, "local", siteSchema);
    return "";
  } catch (error) {
    return String(error);
  }
};
