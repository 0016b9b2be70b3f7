import type { Host } from "../host/host.ts";
import type { Facts, SshFacts, Timekeeper } from "../topology/facts.ts";
import { SEPARATOR } from "./facts-command.ts";

type WayIn = Pick<Facts, "ssh" | "timekeeper">;

/** Seconds. The slowest part is a search in the journal. */
const PATIENCE = 20;

/**
 * How Stead came in to a server, and what keeps its clock. The connection is that of the nearest process above ours which has one: that is
 * sshd's, whatever lies in between (sudo takes SSH_CONNECTION away). How it was let in stands in sshd's log line of that connection.
 */
const ASK = `
printf '\\036sshd\\n'; /usr/sbin/sshd -T
printf '\\036timekeeper\\n'
for name in chrony systemd-timesyncd ntpsec openntpd; do
  case $(dpkg-query --show --showformat='\${db:Status-Status}' "$name") in installed) echo "$name";; esac
done
all=$(ss -H -t -n -p state established)
pid=$$
while [ "$pid" -gt 1 ] && [ -z "$connection" ]; do
  connection=$(printf '%s\\n' "$all" | grep -F "pid=$pid," | head -n 1)
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done
set -- $connection
printf '\\036door\\n%s\\n\\036accepted\\n' "\${3##*:}"
address=$(printf '%s' "\${4%:*}" | tr -d '[]' | sed 's/^::ffff://; s/%.*//')
[ $# -lt 4 ] || journalctl --quiet --output=cat --since=-1d --identifier=sshd --identifier=sshd-session --lines=1 --reverse \\
  --grep="^Accepted [^ ]+ for .* from $address port \${4##*:} "
`;

/** Looks how one comes in to a host. Nothing is looked for where there is no way that could be cut. */
export const observeWayIn = async (host: Host): Promise<WayIn> => {
  if (!host.lifeline) return {};
  const { stdout } = await host.run(["/bin/sh", "-c", `exec 2>/dev/null; connection=; ${ASK}`], { timeout: PATIENCE });
  return parseWayIn(stdout);
};

/** Reads the answer. Where sshd could not be asked, ports are none, and passwords are taken to be on, as its defaults are. */
export const parseWayIn = (answer: string): WayIn => {
  const section = (name: string): readonly string[] =>
    (answer.split(`${SEPARATOR}${name}\n`)[1]?.split(SEPARATOR)[0] ?? "").trim().split("\n");
  const method = /^Accepted (\S+) for /u.exec(section("accepted")[0] ?? "")?.[1];
  const timekeeper = timekeepers.find((name) => section("timekeeper").includes(name));
  return {
    ssh: { ...parseSshd(section("sshd"), section("door")[0] ?? ""), ...(method !== undefined && { method }) },
    ...(timekeeper && { timekeeper }),
  };
};

const timekeepers = ["chrony", "systemd-timesyncd", "ntpsec", "openntpd"] as const satisfies readonly Timekeeper[];

/** sshd's configuration in force for new connections, a keyword in small letters on each line (sshd(8), -T). */
const parseSshd = (lines: readonly string[], door: string): SshFacts => {
  const values = (keyword: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${keyword} `) ? [line.slice(keyword.length + 1)] : []));
  const ports = [...values("port"), door].map(Number).filter((port) => Number.isInteger(port) && port > 0);
  const passwords = [...values("passwordauthentication"), ...values("kbdinteractiveauthentication")];
  return {
    ports: [...new Set(ports)].toSorted((left, right) => left - right),
    passwords: passwords.length === 0 || passwords.includes("yes"),
  };
};
