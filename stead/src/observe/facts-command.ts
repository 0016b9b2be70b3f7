/** A program whose version is asked for. */
export interface VersionedProgram {
  readonly name: string;
  /** The words that print its version, and where in the output it stands (first capture). */
  readonly version: { readonly run: readonly string[]; readonly pattern: RegExp };
}

/** ASCII's record separator: no output of these commands has it. */
export const SEPARATOR = "\x1e";

/** What is asked, by section. Files of /proc and programs that every Debian has (essential packages). */
const sections = {
  system: "cat /etc/os-release",
  machine: "uname -m; nproc",
  memory: "grep MemTotal /proc/meminfo; cat /sys/fs/cgroup/memory.max",
  addresses: "cat /proc/net/if_inet6",
  operator: "id -un; id -u",
  accounts: "cat /etc/passwd",
  tcp: "cat /proc/net/tcp",
  tcp6: "cat /proc/net/tcp6",
  udp: "cat /proc/net/udp",
  udp6: "cat /proc/net/udp6",
  claims: "grep -ao '@stead/port/.*' /proc/net/unix",
  processes: "cat /proc/[0-9]*/stat",
  sockets: "find /proc/[0-9]*/fd -lname 'socket:*' -printf '%p %l\\n'",
} as const;

export type Section = keyof typeof sections;

/**
 * The words of the one command that asks everything. What fails prints nothing: that is an answer too. The programs take longest,
 * so they run while the rest is read; what they say waits in the pipe.
 */
export const factsCommand = (programs: readonly VersionedProgram[]): readonly string[] => [
  "/bin/sh",
  "-c",
  [
    "{",
    ...programs.map(versionOf),
    "wait; } | {",
    ...Object.entries(sections).map(([name, command]) => `${headline(name)}; { ${command}; } 2>/dev/null`),
    "cat; }",
  ].join("\n"),
];

/** All at once, each printing its section in one piece: a version is shorter than what a pipe takes whole (pipe(7)). */
const versionOf = ({ name, version }: VersionedProgram): string => {
  const title = quoted(`version ${name}`);
  return `{ said=$(${version.run.map(quoted).join(" ")} 2>&1); printf '\\036%s\\n%s\\n' ${title} "$said"; } &`;
};

const headline = (name: string): string => `printf '\\036%s\\n' ${quoted(name)}`;

/** A word for a shell (POSIX, 2.2.2). */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
