import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder in which a script of a server is tried, before programs that stand for the server's own. */
export interface ScriptFolder {
  readonly at: (...names: readonly string[]) => string;
  /** Makes a program that is found before the machine's own; its path. */
  readonly program: (name: string, text: string) => string;
  /** Runs a script. Servers of this process answer meanwhile. */
  readonly run: (
    path: string,
    ...words: readonly string[]
  ) => Promise<{ readonly code: number | null; readonly complaint: string }>;
  readonly remove: () => void;
}

export const makeScriptFolder = (): ScriptFolder => {
  const folder = mkdtempSync(join(tmpdir(), "stead-script-"));
  const at: ScriptFolder["at"] = (...names) => join(folder, ...names);
  mkdirSync(at("bin"));
  return {
    at,
    program: (name, text) => {
      writeFileSync(at("bin", name), text);
      chmodSync(at("bin", name), 0o755);
      return at("bin", name);
    },
    run: async (path, ...words) => {
      const environment = { ...process.env, PATH: `${at("bin")}:${process.env["PATH"]}` };
      const child = spawn("/bin/sh", [path, ...words], { env: environment, stdio: ["ignore", "ignore", "pipe"] });
      let complaint = "";
      child.stderr.on("data", (part: Buffer) => (complaint += part.toString()));
      const [code] = (await once(child, "close")) as [number | null];
      return { code, complaint };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
