import { APT, MARK, POLICY } from "./install-script.ts";

/** The line after which the rest of the output is apt's simulation. */
export const SIMULATED = "==== stead: what an upgrade would do";

/** Reads the lists anew, and lets apt say what it would do. $0 a folder for its words. Changes no package. */
export const LOOK_AT_UPGRADES = `${APT}
mkdir -p -m 755 /run/stead && mkdir -p -m 700 "$0"
echo "Reading the lists of packages (apt-get update)"
update || exit 100
! grep -q 'Some index files failed to download' "$0/update" || exit 100
echo '${SIMULATED}'
apt-get -s -q upgrade --with-new-pkgs --no-install-recommends
`;

/**
 * The upgrade itself, which outlives the connection as an installation does. The services whose names begin with one of its words are left
 * alone by their packages (policy-rc.d, invoke-rc.d(8)); needrestart, where it is installed, as well. Files of a package that somebody
 * changed stay as they are.
 */
export const UPGRADE_WORK = `${APT}
still=$(printf '%s*|' "$@")
if [ ! -e ${POLICY} ] || grep -qs "^${MARK}" ${POLICY}; then
  [ -e ${POLICY} ] || before=$(enabled | tr '\\n' ' ')
  [ ! -e ${POLICY} ] || before=$(sed -n 's/^${MARK} \\(.*\\)/\\1/p' ${POLICY})
  printf '#!/bin/sh\\n%s %s\\ncase $1 in %s) exit 101 ;; esac\\n' "${MARK}" "$before" "\${still%|}" >${POLICY}
  chmod 755 ${POLICY}
  trap 'rm -f ${POLICY}' EXIT
fi
if [ -n "$(dpkg --audit 2>/dev/null)" ]; then
  echo "Finishing what an interrupted dpkg left"
  dpkg --force-confdef --force-confold --configure -a || exit 100
fi
apt upgrade --yes --with-new-pkgs --no-install-recommends
`;
