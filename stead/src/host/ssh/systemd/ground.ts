import type { Files } from "../../host.ts";
import { scripts } from "./scripts.ts";
import { program, type SitePaths } from "./unit-file.ts";
import { enginesTarget, UNIT_FOLDER } from "./unit-names.ts";
import { section } from "./unit-text.ts";

interface GroundFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/** What the units of a site stand on, beside their own files: all of it, so that it can be taken away with the site. */
export const groundPaths = (paths: SitePaths): readonly string[] => [
  ...groundFiles(paths).map(({ path }) => path),
  wantsTarget(paths),
];

/** Makes it so, where it is not. */
export const layGround = async (files: Files, paths: SitePaths): Promise<void> => {
  const wanted = groundFiles(paths);
  const texts = await Promise.all(wanted.map(async ({ path }) => textAt(files, path)));
  for (const [index, { path, text, mode }] of wanted.entries())
    if (texts[index] !== text) await files.write(path, text, { mode });
  await files.link(wantsTarget(paths), `../${enginesTarget(paths.site)}`);
};

const groundFiles = (paths: SitePaths): readonly GroundFile[] => [
  ...scripts.map((script) => ({ path: program(paths, script), text: script.text, mode: 0o755 })),
  { path: `${UNIT_FOLDER}/${enginesTarget(paths.site)}`, text: engines(paths), mode: 0o644 },
];

const wantsTarget = ({ site }: SitePaths): string => `${UNIT_FOLDER}/multi-user.target.wants/${enginesTarget(site)}`;

const engines = ({ site }: SitePaths): string =>
  ["# Written by Stead.", section("Unit", [["Description", `Engines of ${site}`]])].join("\n");

const textAt = async (files: Files, path: string): Promise<string | undefined> => {
  const bytes = await files.read(path);
  return bytes && new TextDecoder().decode(bytes);
};
