import { expect, test } from "vitest";
import { isOlder } from "./version.ts";

test.each([
  ["1.9.3", "1.10", true],
  ["1.22.1", "1.22.1", false],
  ["1.22", "1.22.0", false],
  ["10.11.14-MariaDB", "10.11.8", false],
  ["v20.20.2", "24", true],
  ["3.2.6", "3.2.10", true],
])("%s is older than %s: %s", (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});
