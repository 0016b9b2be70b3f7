import fc from "fast-check";
import { expect, test } from "vitest";
import { readMarked } from "./marked-stream.ts";

const sign = "\u001Eabc:";

/** What comes of a stream that arrives in these pieces: text as it is, marks in brackets. */
const heard = (pieces: readonly Buffer[]): string => {
  let text = "";
  const take = readMarked(sign, {
    data: (chunk) => (text += chunk.toString("latin1")),
    mark: (words) => (text += `[${words}]`),
  });
  pieces.forEach(take);
  return text;
};

test("marks are told from output wherever the stream is cut into pieces", () => {
  const part = fc.oneof(
    fc.constantFrom("", "\n", "line\n", "half", "\u001E", "\u001Eab", "\u001Eabd:", "\u001E\u001Eabc", "é"),
    fc.constantFrom("begin 1", "end 1 0 ").map((words) => ({ words })),
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat(200)), (parts, cuts) => {
      const bytes = Buffer.from(
        parts.map((each) => (typeof each === "string" ? each : `${sign}${each.words}\n`)).join(""),
        "latin1",
      );
      const at = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      const expected = parts.map((each) => (typeof each === "string" ? each : `[${each.words}]`)).join("");
      // What may still become a mark is kept back at the very end.
      expect(expected.startsWith(heard(pieces)) || heard(pieces) === expected).toBe(true);
      expect(heard([...pieces, Buffer.from("end")])).toBe(`${expected}end`);
    }),
  );
});

test("a line is passed on as soon as it is there, also one that begins as a mark does", () => {
  const chunks: string[] = [];
  const take = readMarked(sign, { data: (chunk) => chunks.push(chunk.toString()), mark: () => undefined });
  take(Buffer.from("one\n"));
  take(Buffer.from("two\u001Ea"));
  take(Buffer.from("x\n"));
  expect(chunks).toEqual(["one\n", "two", "\u001Eax\n"]);
});
