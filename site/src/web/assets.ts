import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The built files beside the pages. */
export interface Assets {
  /** The address of a file by its plain name: `site.css` is at `/assets/site-1f2e3d4c.css`. */
  readonly addressOf: (name: string) => string;
  /** Every file by its address, for when no web server stands in front. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Reads what bin/build-assets.ts wrote. Throws when the folder was not built. */
export const readAssets = (folder: string): Assets => {
  const manifest = JSON.parse(readFileSync(join(folder, "..", "assets.json"), "utf8")) as Readonly<
    Record<string, string>
  >;
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length), readFileSync(path)] as const;
    }),
  );
  return {
    files,
    addressOf: (name) => {
      const address = manifest[name];
      if (address === undefined) throw new Error(`There is no asset ${name}.`);
      return address;
    },
  };
};
