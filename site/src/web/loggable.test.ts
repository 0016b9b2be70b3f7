import { expect, test } from "vitest";
import { loggable } from "./loggable.ts";

test("a database error is logged without the statement and its values", () => {
  const fault = Object.assign(new Error("Duplicate entry 'ada@example.com' for key"), {
    code: "ER_DUP_ENTRY",
    errno: 1062,
    sql: "INSERT INTO posts VALUES ('my secret diary')",
    sqlMessage: "Duplicate entry 'ada@example.com' for key",
  });
  const logged = JSON.stringify(loggable(fault));
  expect(logged).toContain("ER_DUP_ENTRY");
  expect(logged).toContain("loggable.test.ts");
  expect(logged).not.toMatch(/diary|ada@/);
});

test("our own mistakes keep their words", () => {
  expect(loggable(new TypeError("x is not a function"))).toMatchObject({
    type: "TypeError",
    message: "x is not a function",
  });
  expect(loggable("thrown text")).toEqual({ type: "string" });
});
