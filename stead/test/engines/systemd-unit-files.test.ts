import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { most } from "../../src/host/ssh/systemd/exposure.ts";
import { scripts } from "../../src/host/ssh/systemd/scripts.ts";
import { timerFiles } from "../../src/host/ssh/systemd/timer-file.ts";
import { renderService } from "../../src/host/ssh/systemd/unit-file.ts";
import { serviceName } from "../../src/host/ssh/systemd/unit-names.ts";
import type { UnitDefinition } from "../../src/state/observations.ts";
import type { Sandbox } from "../../src/state/vocabulary.ts";
import { plain } from "../contracts/programs.ts";

const ANALYZE = "/usr/bin/systemd-analyze";
let folder: string;
let paths: { readonly site: string; readonly etc: string };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stead-units-"));
  paths = { site: "foobar.com", etc: folder };
  mkdirSync(join(folder, "bin"));
  for (const { name, text } of scripts) writeFileSync(join(folder, "bin", name), text, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (definition: UnitDefinition): readonly string[] => {
  const files = new Map([
    [serviceName(paths.site, definition.name), renderService(paths, definition, 1)],
    ...timerFiles(paths, definition),
  ]);
  return [...files].map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
};

const daemon = (name: string, more: Partial<UnitDefinition>): UnitDefinition =>
  plain(name, ["/bin/sleep", "600"], { account: "daemon", folder: "/", ...more });

const engine = { kind: "engine", writes: ["/var/tmp"] } as const;

/** Each kind of unit, with the least that it scores: 0 is locked up, 10 is free (systemd-analyze(1), security). */
const units: readonly {
  readonly definition: UnitDefinition;
  readonly kind: Sandbox["kind"];
  readonly least: number;
}[] = [
  {
    definition: daemon("nginx", { sandbox: { ...engine, lowPorts: true, makesCode: true } }),
    kind: "engine",
    least: 1.5,
  },
  { definition: daemon("knot", { sandbox: { ...engine, lowPorts: true } }), kind: "engine", least: 1.5 },
  { definition: daemon("mariadb", { sandbox: { ...engine, makesCode: true } }), kind: "engine", least: 1.1 },
  {
    definition: daemon("app@20261123-120501-ab12cd-1", { sandbox: { kind: "application", writes: ["/var/tmp"] } }),
    kind: "application",
    least: 1.3,
  },
];

describe.skipIf(!existsSync(ANALYZE))("systemd", () => {
  test.each(units)("locks $definition.name up", ({ definition, kind, least }) => {
    const [service = ""] = written(definition);
    const output = execFileSync(ANALYZE, ["security", "--offline=true", "--no-pager", service], { encoding: "utf8" });
    const score = Number(/exposure level for .*: ([\d.]+)/u.exec(output)?.[1]);
    expect(score).toBeLessThanOrEqual(most[kind]);
    // A score far below what is allowed means that the number allowed no longer says what is so.
    expect(score).toBeGreaterThanOrEqual(least);
  });

  test("a unit without a sandbox scores as badly as systemd takes it to be: the scores are no constant", () => {
    const [service = ""] = written(plain("free", ["/bin/sleep", "600"]));
    const output = execFileSync(ANALYZE, ["security", "--offline=true", "--no-pager", service], { encoding: "utf8" });
    expect(Number(/exposure level for .*: ([\d.]+)/u.exec(output)?.[1])).toBeGreaterThan(8);
  });

  test.each([
    ...units.map(({ definition }) => definition),
    daemon("odd", {
      run: ["/bin/echo", "50%", "$HOME", 'a "b"', "c\\d", "e\nf", "@g", "-h", "größer", ""],
      folder: "/tmp",
    }),
    daemon("env", { environment: { A: 'x "y" %z $w \\', B: "" }, environmentFiles: ["/root/a b%c.env"] }),
    daemon("signal", { reload: { signal: "SIGHUP" } }),
    ...(["skip", "wait", "kill"] as const).map((overlap) =>
      daemon(`cron-${overlap}@1`, { restart: "never", schedule: { at: "0 0 1,L * 5L", timeout: 60, overlap } }),
    ),
  ])("accepts every line of $name", (definition) => {
    const { stderr } = spawnSync(ANALYZE, ["verify", "--man=no", "--generators=no", ...written(definition)], {
      encoding: "utf8",
    });
    const said = stderr.split("\n").filter((line) => line.includes(folder) || line.includes("stead-"));
    expect(said).toEqual([]);
  });

  test("complains about a line that it does not know: the check looks", () => {
    const path = join(folder, "stead-broken.service");
    writeFileSync(path, "[Service]\nExecStart=/bin/true\nNoSuchThing=yes\n");
    expect(spawnSync(ANALYZE, ["verify", "--man=no", path], { encoding: "utf8" }).stderr).toContain("NoSuchThing");
  });
});
