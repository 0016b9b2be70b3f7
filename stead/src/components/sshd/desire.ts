import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File } from "../../state/vocabulary.ts";
import { serverFolders } from "../../topology/server-folders.ts";
import { firewallReady, isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { renderDropIn } from "./drop-in.ts";
import { programPath, wantedPath } from "./paths.ts";
import { program } from "./program.ts";
import { sshdSettings } from "./settings.ts";

/** Seconds until the server takes new settings back by itself. */
const WITHIN = 45;

/** The drop-in, the script that puts it in place, and that it is in place; `[]` where there is no systemd. */
export const desireSshd = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  return [...serverFolders, programFile, wanted(keysOnly(site, place)), inForce];
};

/**
 * Passwords end when the author says so, or when Stead itself came in with a key; where they have ended, they do not come back
 * because nobody knows any more how Stead came in.
 */
export const keysOnly = (site: Topology, { facts: { ssh } }: HostPlace): boolean => {
  const { passwords } = settingsOf(site, sshdSettings).ssh;
  if (passwords !== undefined) return !passwords;
  return ssh?.method === "publickey" || ssh?.passwords === false;
};

const programFile: File = {
  kind: "file",
  id: "file:host/bin/sshd",
  says: "the script that puts sshd's settings in place",
  path: programPath,
  content: program,
  mode: 0o755,
  shared: true,
};

const wanted = (only: boolean): File => ({
  kind: "file",
  id: "file:host/sshd.conf",
  says: "the settings of sshd (ssh.passwords)",
  path: wantedPath,
  content: renderDropIn({ keysOnly: only }),
  mode: 0o644,
  shared: true,
});

const inForce: Ensure = {
  kind: "ensure",
  id: "ensure:host/sshd",
  says: "sshd with these settings",
  needs: [programFile.id, firewallReady],
  check: { run: [programPath, "check"] },
  make: { run: [programPath, "try"] },
  remakeOn: ["file:host/sshd.conf"],
  // The whole configuration as sshd would read it, with the candidate first.
  verify: { files: ["file:host/sshd.conf"], run: ["/bin/sh", "-ec", trial(), "try-sshd", "{folder}"], asRoot: true },
  guard: { undo: [programPath, "back"], within: WITHIN, keep: [programPath, "keep"] },
  unmake: [programPath, "leave"],
  shared: true,
};

/** sshd wants a key of its own to test a configuration, and the folder that only its service makes (sshd(8), -t). */
function trial(): string {
  return `
mkdir -p /run/sshd
printf 'Include "%s/sshd.conf"\\nInclude /etc/ssh/sshd_config\\n' "$1" >"$1/trial.conf"
/usr/sbin/sshd -t -f "$1/trial.conf"
`;
}
