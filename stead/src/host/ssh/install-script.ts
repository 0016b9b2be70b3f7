/** Seconds that we wait for another apt, such as the nightly upgrade. */
const OTHER_APT = 300;

/** Seconds without a byte from a mirror until the next attempt, of three. */
const MIRROR = 20;

export const POLICY = "/usr/sbin/policy-rc.d";

export const MARK = "# Written by Stead for the time of one installation; may be deleted. Enabled before it:";

/** Kept beside what it tells, so that it is the same for every installation. */
export const FOLDER = "/run/stead/install";

/** How apt is asked, by every work of it. */
export const APT = `
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
apt() {
  apt-get -q -o DPkg::Lock::Timeout=${OTHER_APT} -o Dpkg::Use-Pty=0 -o Acquire::Retries=2 -o Acquire::http::Timeout=${MIRROR} \\
    -o Acquire::https::Timeout=${MIRROR} -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
enabled() {
  systemctl list-unit-files --state=enabled --no-legend --no-pager --plain 2>/dev/null |
    sed -n 's/^\\([^ ]*\\.\\(service\\|timer\\|socket\\|path\\)\\) .*/\\1/p'
}
disable_new() {
  for unit in $(enabled); do
    case " $1 " in *" $unit "*) ;; *) systemctl --no-reload disable "$unit" ;; esac
  done
}
update() {
  waited=0
  while :; do
    apt update >"$0/update" 2>&1
    status=$?
    cat "$0/update"
    grep -q "Could not get lock /var/lib/apt/lists" "$0/update" && [ "$waited" -lt ${OTHER_APT} ] || return "$status"
    [ "$waited" = 0 ] && echo "Waiting for another apt"
    sleep 5
    waited=$((waited + 5))
  done
}
`;

/** What every work that changes packages begins with: what one that was killed could not finish, this one does first. */
const FINISH = `
policy_before() {
  sed -n 's/^${MARK} \\(.*\\)/\\1/p' ${POLICY}
}
if grep -qs "^${MARK}" ${POLICY}; then
  before=$(policy_before)
  rm -f ${POLICY}
  disable_new "$before"
fi
if [ -n "$(dpkg --audit 2>/dev/null)" ] || [ -n "$(ls /var/lib/dpkg/updates 2>/dev/null)" ]; then
  echo "Finishing what an interrupted dpkg left"
  dpkg --force-confdef --force-confold --configure -a || exit 100
fi
`;

/**
 * The installation itself, which outlives the connection: cut off in the middle, apt would leave packages half configured. Its output
 * goes to a file. Services that the packages bring are neither started (policy-rc.d, invoke-rc.d(8)) nor left enabled; a policy that
 * somebody else put there stays and counts.
 */
export const INSTALL_WORK = `${APT}${FINISH}
echo "Reading the lists of packages (apt-get update)"
update
echo "Installing $*"
before=$(enabled | tr '\\n' ' ')
ours=
if [ ! -e ${POLICY} ]; then
  ours=1
  printf '#!/bin/sh\\n%s %s\\nexit 101\\n' "${MARK}" "$before" >${POLICY}
  chmod 755 ${POLICY}
fi
apt install --yes --no-install-recommends "$@"
status=$?
[ -z "$ours" ] || rm -f ${POLICY}
disable_new "$before"
exit "$status"
`;

/**
 * $1 the work above, then names of packages. Shows the work's output as it comes, and ends as it does; one installation at a time,
 * whoever began it: the lock is the work's.
 */
export const INSTALL_SCRIPT = `
work=$1
shift
mkdir -p -m 755 /run/stead
mkdir -p -m 700 ${FOLDER}
exec 9>>${FOLDER}/lock
if ! flock --nonblock 9; then
  echo "Waiting for the installation that an earlier command began"
  flock --wait ${OTHER_APT * 2} 9 || exit 99
fi
rm -f ${FOLDER}/status
: >${FOLDER}/log
setsid sh -c 'work=$1; shift; sh -c "$work" "$0" "$@" >>"$0/log" 2>&1 9>&-; echo $? >"$0/status"' ${FOLDER} "$work" "$@" \\
  </dev/null >/dev/null 2>&1 &
exec 9>&-
tail -n +1 -s 0.2 -f --pid=$! ${FOLDER}/log
exit "$(cat ${FOLDER}/status || echo 99)"
`;
