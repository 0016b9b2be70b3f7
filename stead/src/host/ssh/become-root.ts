import { READER } from "./shell-text.ts";

/** How a shell on the server gets to be root's. */
export type Rights = "root" | "sudo" | "password";

const EMPTY = `/usr/bin/env -i /bin/sh -c`;

/** What is typed, as it were, on the server to get a shell of root that reads its script; any login shell understands it. */
export const rootCommand = (rights: Rights): string => {
  const shell = `${EMPTY} '${READER}'`;
  return {
    root: `exec ${shell}`,
    sudo: `exec sudo -n -- ${shell}`,
    // Read from the input, where no other process sees it.
    password: `exec sudo -S -p "" -- ${shell}`,
  }[rights];
};

/** What the first shell runs, as whoever logged in: becomes root's, and says how. Its messages are English. */
export const becomeRoot = (nonce: string): string => `
LC_ALL=C; export LC_ALL
say() { printf '\\036${nonce}:%s\\n' "$1"; }
if [ "$(id -u)" = 0 ]; then say root; ${rootCommand("root")}; fi
if ! command -v sudo >/dev/null; then say no-sudo; exit 1; fi
if sudo -n -- ${EMPTY} : 2>/dev/null; then say sudo; ${rootCommand("sudo")}; fi
say password
exec sudo -S -p "" -- ${EMPTY} "printf '\\\\036${nonce}:in\\\\n'; "'${READER}'
`;
