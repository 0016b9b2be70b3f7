import type { SteadError } from "../../kernel/errors.ts";
import type { Ensure, File, Package } from "../../state/vocabulary.ts";
import type { HostPlace } from "../../topology/topology.ts";
import { backupPaths } from "./paths.ts";
import { quote } from "./scripts/ground.ts";

type Fault = SteadError["faults"][number];

/** Part of the settings of backups. */
interface Repository {
  readonly to?: string | undefined;
  readonly hostKey?: string | undefined;
}

/** Where backups go on another host. */
export interface OtherHost {
  readonly user: string;
  /** A name or an address; IPv6 in brackets. */
  readonly host: string;
  readonly port: string;
  /** From the root of what it shows to that user. */
  readonly path: string;
}

/** `sftp://user@host:port/path`; undefined: it is something else. */
export const readOtherHost = (to: string): OtherHost | undefined => {
  const [, user, host, port = "22", path] = OTHER_HOST.exec(to) ?? [];
  return user === undefined || host === undefined || path === undefined ? undefined : { user, host, port, path };
};

/** What is no letter of these could end a word of ssh's. */
const OTHER_HOST = /^sftp:\/\/([\w.][\w.-]*)@([\w][\w.-]*|\[[\da-f:.]+\])(?::(\d{1,5}))?(\/[\w./-]*[\w.-])$/u;

/** `[]` where the repository is on the server itself. ssh and the server's own key, by which the other host lets it in; and by which key that host is known. */
export const otherHostState = (
  place: HostPlace,
  { to = "", hostKey }: Repository,
): readonly (Package | File | Ensure)[] => {
  const other = readOtherHost(to);
  if (hostKey === undefined || !other) return [];
  const { knownHost, login, reach } = backupPaths(place);
  return [
    {
      kind: "package",
      id: "package:openssh-client",
      says: "the way to the repository",
      name: "openssh-client",
      provides: "/usr/bin/ssh",
    },
    file("known-host", "the key by which the repository's host is known", knownHost, `repository ${hostKey}\n`, 0o644),
    file(
      "reach",
      "the program that reaches the repository's host",
      reach,
      renderReach(backupPaths(place), other),
      0o755,
    ),
    loginOf(place, login),
  ];
};

const file = (name: string, says: string, path: string, content: string, mode: number): File => ({
  kind: "file",
  id: `file:backup/${name}`,
  says,
  path,
  content,
  mode,
});

const MAKE_LOGIN = 'umask 077; mkdir -p "${1%/*}"; rm -f "$1"; ssh-keygen -q -t ed25519 -N "" -C "$2" -f "$1"';

const loginOf = ({ name }: HostPlace, login: string): Ensure => ({
  kind: "ensure",
  id: "ensure:backup/login",
  says: "the key with which the repository's host lets the backups in",
  needs: ["package:openssh-client", "file:backup/known-host"],
  check: { run: ["test", "-s", `${login}.pub`] },
  make: { run: ["/bin/sh", "-ec", MAKE_LOGIN, "make", login, `backups of ${name}`] },
  unmake: ["rm", "-f", login, `${login}.pub`],
});

/** The program that restic speaks with in the place of the repository: it asks nobody, and trusts one key alone. */
const renderReach = ({ login, knownHost }: ReturnType<typeof backupPaths>, { user, host, port }: OtherHost): string =>
  `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Reaches the repository's host: restic speaks SFTP with it.
exec ssh -F none -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=20 -o IdentitiesOnly=yes \\
  -o StrictHostKeyChecking=yes -o HostKeyAlias=repository -o UserKnownHostsFile=${quote(`"${knownHost}"`)} \\
  -i ${quote(login)} -p ${port} -l ${user} ${host.replaceAll(/^\[|\]$/gu, "")} -s sftp
`;

/** Another host without the key by which to know it: whoever stood in its place would get everything. */
export const otherHostFaults = ({ to = "", hostKey }: Repository): readonly Fault[] => {
  const other = readOtherHost(to);
  if (!other || hostKey !== undefined) return [];
  return [
    {
      code: "SPEC_INVALID",
      where: "backup.hostKey",
      what: `is missing, so that nobody could tell ${other.host} from another host.`,
      mend: `Write the key that \`ssh-keyscan -t ed25519 -p ${other.port} ${other.host}\` prints, without the name before it, once you have compared it with the one on the host: hostKey: "ssh-ed25519 AAAA…".`,
    },
  ];
};
