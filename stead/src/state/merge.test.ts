import fc from "fast-check";
import { expect, test } from "vitest";
import { SteadError } from "../kernel/errors.ts";
import { mergeStates } from "./merge.ts";
import type { File, Folder } from "./vocabulary.ts";

const file = (id: string, path: string, content: string): File => ({
  kind: "file",
  id,
  says: `the file ${id}`,
  path,
  content,
  mode: 0o644,
});

const folder: Folder = { kind: "folder", id: "folder:etc", says: "the folder", path: "/etc/x", mode: 0o755 };

const clashOf = (work: () => unknown) => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof SteadError ? error.faults : [];
  }
};

test("what two components want alike is there once", () => {
  const parts = [
    { component: "nginx", state: [folder, file("a", "/etc/x/a", "1")] },
    { component: "knot", state: [{ ...folder, says: "in other words" }, file("b", "/etc/x/b", "2")] },
  ];
  expect(mergeStates(parts).map(({ id }) => id)).toEqual(["folder:etc", "a", "b"]);
});

test("one path with two contents is a clash that names both components and the path", () => {
  const parts = [
    { component: "nginx", state: [file("a", "/etc/x/a", "1")] },
    { component: "knot", state: [file("b", "/etc/x/a", "2")] },
  ];
  expect(clashOf(() => mergeStates(parts))).toMatchObject([
    { code: "STATE_CLASH", where: "/etc/x/a", what: "nginx and knot want different things of the file b." },
  ]);
});

test("one id with two contents is a clash too, and all clashes are told at once", () => {
  const parts = [
    { component: "one", state: [file("a", "/a", "1"), file("b", "/b", "1")] },
    { component: "two", state: [file("a", "/a", "2"), file("b", "/b", "2")] },
  ];
  expect(clashOf(() => mergeStates(parts))).toHaveLength(2);
});

test("joining loses nothing and keeps its order, however the values are spread over components", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 10 });
  fc.assert(
    fc.property(names, fc.nat({ max: 10 }), (ids, cut) => {
      const values = ids.map((id) => file(id, `/x/${id}`, id));
      const parts = [values.slice(0, cut), values.slice(cut)].map((state, index) => ({
        component: `c${index}`,
        state,
      }));
      expect(mergeStates(parts)).toEqual(values);
    }),
  );
});
