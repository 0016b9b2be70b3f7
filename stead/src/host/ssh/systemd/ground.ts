import type { Files, Host } from "../../host.ts";
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
  paths.run,
];

/**
 * Makes it so, where it is not. /run is empty after a reboot, and nothing of ours runs then: so the folder of sockets, with the links that
 * lead to the serving release, lies on the disk, and only the link that leads there is made anew.
 */
export const layGround = async (run: Host["run"], files: Files, paths: SitePaths): Promise<void> => {
  const wanted = groundFiles(paths);
  const contents = await Promise.all(wanted.map(async ({ path }) => textAt(files, path)));
  for (const [index, { path, text, mode }] of wanted.entries())
    if (contents[index] !== text) await files.write(path, text, { mode });
  await run([
    "/bin/sh",
    "-euc",
    LINK,
    "ground",
    paths.run,
    onDisk(paths),
    wantsTarget(paths),
    enginesTarget(paths.site),
  ]);
};

/** $1 the folder of sockets, $2 where it lies, $3 the link with which the boot wants $4, the target of the engines. */
const LINK = `
mkdir -p "$(dirname "$3")" "$(dirname "$1")"
[ -L "$3" ] || ln -s "../$4" "$3"
[ ! -L "$1" ] || exit 0
mkdir -p "$2"
if [ -d "$1" ]; then
  cp -a "$1/." "$2/"
  rm -rf "$1"
else
  chmod 0755 "$2"
fi
ln -s "$2" "$1"
`;

const groundFiles = (paths: SitePaths): readonly GroundFile[] => [
  ...scripts.map((script) => ({ path: program(paths, script), text: script.text, mode: 0o755 })),
  { path: `${UNIT_FOLDER}/${enginesTarget(paths.site)}`, text: engines(paths), mode: 0o644 },
  { path: `/etc/tmpfiles.d/stead-${paths.site}.conf`, text: temporary(paths), mode: 0o644 },
];

const wantsTarget = ({ site }: SitePaths): string => `${UNIT_FOLDER}/multi-user.target.wants/${enginesTarget(site)}`;

const onDisk = ({ home }: SitePaths): string => `${home}/run`;

const engines = ({ site }: SitePaths): string =>
  ["# Written by Stead.", section("Unit", [["Description", `Engines of ${site}`]])].join("\n");

/** tmpfiles.d(5). A number in an old pid file may be another process's by now. */
const temporary = (paths: SitePaths): string => `# Written by Stead.
d /run/stead 0755 root root -
L ${paths.run} - - - - ${onDisk(paths)}
r! ${onDisk(paths)}/*.pid
r! ${onDisk(paths)}/*/*.pid
`;

const textAt = async (files: Files, path: string): Promise<string | undefined> => {
  const bytes = await files.read(path);
  return bytes && new TextDecoder().decode(bytes);
};
