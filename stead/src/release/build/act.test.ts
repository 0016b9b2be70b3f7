import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SteadError } from "../../kernel/errors.ts";
import { openMemoryHost } from "../../host/memory/memory-host.ts";
import { sayFileFault } from "./act.ts";

const host = openMemoryHost();
const fault = (code: string): Error => Object.assign(new Error(code), { code, path: "/site/private.txt" });

test("a file that may not be read is the author's to mend, a full disk the machine's, anything else stays itself", async () => {
  expect(sayFileFault(host, fault("EACCES"))).toMatchObject({
    faults: [{ code: "RELEASE_BUILD_FAILED", where: "/site/private.txt", mend: expect.stringContaining(".gitignore") }],
  });
  expect(sayFileFault(host, fault("ENOSPC"))).toMatchObject({ faults: [{ code: "DISK_FULL" }] });
  const other: unknown = await readFile("/nowhere").catch((error: unknown) => error);
  expect(sayFileFault(host, other)).toBe(other);
  expect(other).not.toBeInstanceOf(SteadError);
});
