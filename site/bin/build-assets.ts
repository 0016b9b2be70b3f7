import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

/** These are asked for by a fixed name; all others may be kept for ever, so their name changes with their content. */
const FIXED_NAMES: ReadonlySet<string> = new Set(["favicon.svg", "favicon.ico", "apple-touch-icon.png"]);

/** Writes assets/ into `target` under fingerprinted names, and the list of them to assets.json beside it. */
export const buildAssets = (source: string, target: string): void => {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "assets"), { recursive: true });
  const manifest = Object.fromEntries(
    readdirSync(source)
      .sort()
      .map((name) => [name, place(readFileSync(join(source, name)), name, target)] as const),
  );
  writeFileSync(join(dirname(target), "assets.json"), `${JSON.stringify(manifest, null, 2)}\n`);
};

/** Returns the file's address. */
const place = (content: Buffer, name: string, target: string): string => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  const address = FIXED_NAMES.has(name) ? `/${name}` : `/assets/${basename(name, extension)}-${hash}${extension}`;
  writeFileSync(join(target, address), content);
  return address;
};

const [target] = process.argv.slice(2);
if (import.meta.main && target !== undefined) buildAssets(join(import.meta.dirname, "../assets"), target);
