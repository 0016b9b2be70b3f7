import { expect, test } from "vitest";
import { commandFor } from "./command-for.ts";

test("a hint names the environment that it is about, and leaves out the one that is meant anyway", () => {
  expect(commandFor("up", "local")).toBe("stead up");
  expect(commandFor("maintenance off", "production")).toBe("stead maintenance off production");
});
