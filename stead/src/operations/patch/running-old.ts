import type { Host } from "../../host/host.ts";

/** Processes whose program, or a library of it, was replaced since they started, or will be. */
export interface RunningOld {
  /** Units of the site. */
  readonly units: readonly string[];
  /** Services of others: `ssh.service`. */
  readonly others: readonly string[];
}

/** Seconds. Some hundred processes take a second. */
const PATIENCE = 60;

/**
 * Which processes run code that is on the disk no more, or that comes with one of these packages: what the kernel says they have mapped,
 * beside the packages' lists of files.
 */
export const runningOld = async (host: Host, packages: readonly string[] = []): Promise<RunningOld> => {
  const pids = (await host.units.status()).flatMap(({ name, pid }) => (pid === undefined ? [] : [name, String(pid)]));
  const words = ["/bin/sh", "-c", LOOK, "look", packages.join(" "), ...pids];
  const { stdout } = await host.run(words, { timeout: PATIENCE });
  return parseRunningOld(stdout);
};

/** Lines `unit NAME GROUP` of the site's units, and `old GROUP`; a group is a control group (cgroups(7)), whose last part names its unit. */
export const parseRunningOld = (text: string): RunningOld => {
  const lines = text.split("\n").map((line) => line.split(" "));
  const old = new Set(lines.flatMap(([kind, group]) => (kind === "old" && group !== undefined ? [group] : [])));
  const own = lines.flatMap(([kind, name = "", group = ""]) => (kind === "unit" ? [{ name, group }] : []));
  const groups = new Set(own.map(({ group }) => group));
  const others = [...old].filter((group) => !groups.has(group)).flatMap((group) => serviceIn(group) ?? []);
  return {
    units: own.filter(({ group }) => old.has(group)).map(({ name }) => name),
    others: [...new Set(others)].toSorted(),
  };
};

/** People's sessions end by themselves. */
const serviceIn = (group: string): string | undefined =>
  group.includes("/user.slice/") ? undefined : /([^/]+\.service)(?:\/|$)/u.exec(group)?.[1];

/**
 * $1 packages, separated by spaces; then NAME PID for each unit. A file may be known with or without /usr before it: Debian's /lib leads
 * to /usr/lib. Its own shell, and what asks here, end soon.
 */
const LOOK = `
packages=$1
shift
group() { sed -n 's/^0:://p' "/proc/$1/cgroup" 2>/dev/null; }
while [ $# -ge 2 ]; do
  echo "unit $1 $(group "$2")"
  shift 2
done
files=$(mktemp)
trap 'rm -f "$files"' EXIT
for package in $packages; do
  cat "/var/lib/dpkg/info/$package.list" "/var/lib/dpkg/info/$package":*.list 2>/dev/null
done | sed 's#^/usr/#/#' >"$files"
for maps in /proc/[0-9]*/maps; do
  awk -v files="$files" '
    BEGIN { while ((getline line < files) > 0) replaced[line] = 1 }
    $2 ~ /x/ && $6 ~ /^\\/(usr|lib|lib64|bin|sbin|opt)\\// {
      path = $6; sub(/^\\/usr\\//, "/", path)
      if ($NF == "(deleted)" || path in replaced) { found = 1; exit }
    }
    END { exit !found }' "$maps" 2>/dev/null || continue
  pid=\${maps#/proc/}
  echo "old $(group "\${pid%/maps}")"
done | sort -u
`;
