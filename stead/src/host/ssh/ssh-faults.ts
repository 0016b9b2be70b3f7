import { SteadError, type Fault } from "../../kernel/errors.ts";
import { typedSsh } from "./ssh-words.ts";
import type { SshServer } from "./ssh-server.ts";

type Reason = "SSH_HOST_KEY_CHANGED" | "SSH_HOST_KEY_UNKNOWN" | "SSH_LOGIN_REFUSED" | "SSH_UNREACHABLE";

/** What OpenSSH says (ssh.c, sshconnect.c, sshconnect2.c, packet.c of 9.2), in the order in which it decides. */
const SAYINGS: readonly (readonly [RegExp, Reason])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|has changed and you have requested strict|REVOKED HOST KEY/u,
    "SSH_HOST_KEY_CHANGED",
  ],
  [/Host key verification failed|host key is known for/u, "SSH_HOST_KEY_UNKNOWN"],
  [/Permission denied|Too many authentication failures|No supported authentication methods/u, "SSH_LOGIN_REFUSED"],
];

/** Why no connection came about, by what ssh said. */
export const reasonOf = (words: string): Reason =>
  SAYINGS.find(([pattern]) => pattern.test(words))?.[1] ?? "SSH_UNREACHABLE";

/** The server cannot be reached at all, or ends the connection before anybody logs in. */
export const unreachable = (server: SshServer, words: string): SteadError =>
  fault(server, words, {
    code: "SSH_UNREACHABLE",
    what: `The server cannot be reached at ${placeOf(server)}${sayReason(words)}.`,
    mend: `Try \`${typedSsh(server)}\`: see that the machine is on, and that address, port and firewall are right.`,
  });

export const loginRefused = (server: SshServer, words: string): SteadError =>
  fault(server, words, {
    code: "SSH_LOGIN_REFUSED",
    what: `The server at ${placeOf(server)} lets nobody in with the keys that your ssh offers.`,
    mend: `Make \`${typedSsh(server)}\` work without a question: load your key with ssh-add, or put its public half into ~/.ssh/authorized_keys there.`,
  });

/** Somebody was let in, but what runs for them is no shell: nologin(8), a forced command, a password that has to be changed. */
export const noShell = (server: SshServer, words: string): SteadError =>
  fault(server, words, {
    code: "SSH_LOGIN_REFUSED",
    what: `The server at ${placeOf(server)} lets us in, but gives no shell.`,
    mend: `See what \`${typedSsh(server)}\` says; log in as another user, or give that account a shell: usermod -s /bin/bash NAME`,
  });

/** The connection ended under our hands. */
export const connectionLost = (server: SshServer, words: string): SteadError =>
  fault(server, words, {
    code: "SSH_LOST",
    what: "The connection was lost. What ran there is ended, as far as the server notices; what was written stands.",
    mend: "Run the command again: it goes on from what it finds.",
  });

/** The shell there ended although the connection stands: it, or what led to it, was killed. */
export const shellEnded = (server: SshServer, words: string): SteadError =>
  fault(server, words, {
    code: "SSH_LOST",
    what: "The shell on the server ended before it could answer.",
    mend: "See below what it said, and on the server whether memory is short (`journalctl -k`); then run the command again.",
  });

/** The server ended a program because we were silent: this machine slept, or the command was stopped. */
export const unheard = (server: SshServer): SteadError =>
  fault(server, "", {
    code: "SSH_LOST",
    what: "The server heard nothing from this command for 20 s, or something there sent a SIGTERM, and so ended what ran.",
    mend: "Run the command again: it goes on from what it finds.",
  });

/** Over one connection sshd allows `MaxSessions` shells, 10 by itself; we need three. */
export const tooFewSessions = (server: SshServer): SteadError =>
  fault(server, "", {
    code: "SSH_LOGIN_REFUSED",
    what: "sshd there allows fewer than three sessions on a connection.",
    mend: "Set `MaxSessions 10`, which is its default, in /etc/ssh/sshd_config there, then: systemctl reload ssh",
  });

export const lockLost = (server: SshServer): SteadError =>
  new SteadError({
    code: "LOCK_LOST",
    where: server.name,
    what: "The server's lock has another holder by now: the connection was cut for too long, or the server was restarted.",
    mend: "Nothing more was changed. Run the command again: it goes on from what it finds.",
  });

/** No program of that name is here to connect with. */
export const sshMissing = (server: SshServer): SteadError =>
  new SteadError({
    code: "SSH_UNREACHABLE",
    where: server.name,
    what: "There is no `ssh` on this machine to reach it with.",
    mend: "Install OpenSSH's client: on Debian and Ubuntu, sudo apt-get install openssh-client",
  });

const fault = (server: SshServer, words: string, told: Omit<Fault, "where" | "lines">): SteadError =>
  new SteadError({ ...told, where: server.name, ...(words === "" ? {} : { lines: linesOf(words) }) });

const linesOf = (words: string): readonly string[] =>
  words
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== "")
    .slice(-12);

/** `203.0.113.7`, `[2001:db8::7]:2222`. */
export const placeOf = ({ address, port }: SshServer): string => {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
};

/** The end of a line such as `ssh: connect to host 192.0.2.1 port 22: Connection refused`. */
const sayReason = (words: string): string => {
  const reason = /(?:ssh: connect to host .*: |ssh: )(?<reason>[^:\n]+)\s*$/mu.exec(words)?.groups?.["reason"];
  return reason === undefined ? "" : ` (${reason.trim()})`;
};
