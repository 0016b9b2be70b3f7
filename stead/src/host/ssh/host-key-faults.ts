import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SteadError } from "../../kernel/errors.ts";
import { whileAwake } from "./keep-alive.ts";
import { quote } from "./quote.ts";
import { placeOf } from "./ssh-faults.ts";
import { configWords, connectionWords, destination, options, sshEnvironment, typedSsh } from "./ssh-words.ts";
import type { SshServer } from "./ssh-server.ts";

/** The key of a server is not known: its fingerprint, and the line that accepts it. */
export const hostKeyUnknown = async (server: SshServer, words: string): Promise<SteadError> => {
  const line = await shownKey(server);
  if (line === undefined) return jumpKeyUnknown(server, words);
  const { type, fingerprint } = describeKey(line);
  return new SteadError({
    code: "SSH_HOST_KEY_UNKNOWN",
    where: server.name,
    what: `The server at ${placeOf(server)} is not known yet. It shows the ${type} key ${fingerprint}.`,
    mend: `Compare that with what its provider shows, or on its console with ssh-keygen -lf /etc/ssh/ssh_host_${type.toLowerCase()}_key.pub; if they are the same, type: echo ${quote(line)} >> ${await knownHostsOf(server)}`,
  });
};

/** The key of a server is another than the one that is known. */
export const hostKeyChanged = async (server: SshServer, words: string): Promise<SteadError> => {
  const line = await shownKey(server);
  const shown = line === undefined ? "" : ` It shows ${describeKey(line).fingerprint} now.`;
  const offending = /Offending .*key in (?<file>.+):(?<number>\d+)/u.exec(words)?.groups;
  const file = offending?.["file"] ?? (await knownHostsOf(server));
  const name = line?.split(" ")[0] ?? placeOf(server);
  return new SteadError({
    code: "SSH_HOST_KEY_CHANGED",
    where: server.name,
    what: `The server at ${placeOf(server)} shows another key than the one you know it by: it was set up anew, or somebody stands in between.${shown} Nothing was sent to it.`,
    mend: `Only if you know why: ssh-keygen -f ${quote(file)} -R ${quote(name)}, then run the command again, which shows how to accept the new key.`,
    ...(offending ? { lines: [`known by line ${offending["number"] ?? ""} of ${file}`] } : {}),
  });
};

const jumpKeyUnknown = (server: SshServer, words: string): SteadError =>
  new SteadError({
    code: "SSH_HOST_KEY_UNKNOWN",
    where: server.name,
    what: "A host on the way to it is not known to your ssh yet.",
    mend: `Type \`${typedSsh(server)}\` once, and compare the fingerprints before you say yes.`,
    lines: words.split(/\r?\n/u).filter((line) => line !== ""),
  });

/** The key that a server shows, as a line of known_hosts. ssh itself asks it, so that jump hosts count; it never gets to log in. */
const shownKey = async (server: SshServer): Promise<string | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), "stead-key-"));
  try {
    const file = join(folder, "known");
    const asked = ["StrictHostKeyChecking=accept-new", `UserKnownHostsFile=${file}`, "GlobalKnownHostsFile=/dev/null"];
    const more = [
      "HashKnownHosts=no",
      "CheckHostIP=no",
      "UpdateHostKeys=no",
      "PreferredAuthentications=none",
      "ControlPath=none",
    ];
    await say([...options([...asked, ...more]), ...connectionWords(server, [])]);
    const known = await readFile(file, "utf8").catch(() => "");
    return known.trim().split("\n")[0] || undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The first file that ssh reads known keys from, by its own account. */
const knownHostsOf = async (server: SshServer): Promise<string> => {
  const settings = await say(["-G", ...configWords(server), ...destination(server)]);
  return /^userknownhostsfile (?<file>\S+)/mu.exec(settings)?.groups?.["file"] ?? "~/.ssh/known_hosts";
};

const say = async (words: readonly string[]): Promise<string> => {
  const child = spawn("ssh", words, { env: sshEnvironment(), detached: true, stdio: ["ignore", "pipe", "ignore"] });
  child.on("error", () => undefined);
  return whileAwake(() => text(child.stdout));
};

/** SHA256 of the key, as `ssh-keygen -l` shows it. */
const describeKey = (line: string): { readonly type: string; readonly fingerprint: string } => {
  const [, type = "", key = ""] = line.split(" ");
  const hash = createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace(/=+$/u, "");
  const name = type.startsWith("ecdsa") ? "ECDSA" : type.replace(/^ssh-/u, "").toUpperCase();
  return { type: name, fingerprint: `SHA256:${hash}` };
};
