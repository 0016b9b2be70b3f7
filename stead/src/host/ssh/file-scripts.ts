import { basename, dirname, join } from "node:path/posix";
import { quote } from "./quote.ts";

interface Ownership {
  readonly mode: number;
  readonly account?: string;
}

/** Exit statuses of these scripts that mean something. */
export const ENDS = { absent: 44 } as const;

/** Prints a file; a name that leads nowhere is absent, as is one below something that is no folder. */
export const readScript = (path: string): string =>
  `[ -e ${quote(path)} ] || exit ${ENDS.absent}; cat -- ${quote(path)}`;

/**
 * Replaces a file by what comes as input, in one step: whoever reads it, also after a power cut, finds the old content or the new. It is
 * root's alone until owner and mode are right, which are set on the open file, whatever its name leads to by then. An input that was cut
 * short replaces nothing.
 */
export const writeScript = (path: string, bytes: number, { mode, account }: Ownership): string => `
set -e
target=${quote(path)} folder=${quote(dirname(path))} new=${quote(beside(path))}
full() {
  status=$?
  [ "$status" = 0 ] && return
  rm -f -- "$new"
  df -k --output=avail,target -- "$folder" | tail -n 1
}
trap full EXIT
[ -d "$folder" ] || mkdir -p -- "$folder"
[ -L "$new" ] || [ -e "$new" ] && rm -f -- "$new"
umask 077
set -C
exec 5>"$new"
cat >&5
[ "$(stat -L -c %s /proc/self/fd/5)" = ${bytes} ]
${ownLines("/proc/self/fd/5", { mode, ...(account === undefined ? {} : { account }) })}
sync /proc/self/fd/5
exec 5>&-
mv -T -- "$new" "$target"
sync -- "$folder"
`;

/** Makes a folder and those above it; one that is there gets the mode and owner. Somebody else's link in its place is not followed. */
export const folderScript = (path: string, ownership: Ownership): string => `
set -e
target=${quote(path)} folder=${quote(dirname(path))}
[ -d "$folder" ] || mkdir -p -- "$folder"
[ -d "$target" ] || mkdir -m 700 -- "$target"
if [ -L "$target" ] && [ "$(stat -c %u -- "$target")" != 0 ]; then echo "a link that is not root's" >&2; exit 1; fi
exec 5<"$target"
${ownLines("/proc/self/fd/5", ownership)}
sync -- "$folder"
`;

/** The link is made beside its place and renamed. */
export const linkScript = (path: string, target: string): string => `
set -e
folder=${quote(dirname(path))} new=${quote(beside(path))}
[ -d "$folder" ] || mkdir -p -- "$folder"
rm -f -- "$new"
ln -s -- ${quote(target)} "$new"
mv -T -- "$new" ${quote(path)}
sync -- "$folder"
`;

export const removeScript = (path: string): string => `
rm -rf -- ${quote(path)} || exit 1
[ ! -d ${quote(dirname(path))} ] || sync -- ${quote(dirname(path))}
`;

/** Names, each with a NUL after it. The slash follows a link to a folder. */
export const listScript = (path: string): string =>
  `[ -d ${quote(path)} ] || exit ${ENDS.absent}; find ${quote(`${path}/`)} -mindepth 1 -maxdepth 1 -printf '%f\\0'`;

const ownLines = (place: string, { mode, account }: Ownership): string =>
  [
    // The group is the account's own, whatever it is called.
    ...(account === undefined ? [] : [`chown -- ${quote(account)}: ${place}`]),
    `chmod ${mode.toString(8).padStart(4, "0")} ${place}`,
  ].join("\n");

/** The name a file has until it is complete. Always the same, so that one left by a lost connection is written over. */
const beside = (path: string): string => join(dirname(path), `.${basename(path)}.stead-new`);
