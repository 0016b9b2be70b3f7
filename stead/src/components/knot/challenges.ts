import type { DesiredState, Ensure, File, SecretValue } from "../../state/vocabulary.ts";
import { ownedBy } from "../../topology/account.ts";
import {
  challengeScript,
  challengesReady,
  challengeSecret,
  challengeZone,
  knotSocket,
} from "../../topology/challenges.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";

/** The zone of proofs for certificates, the key that may change it from afar, and the script that changes it on the spot. */
export const desireChallenges = (site: Topology, place: HostPlace): DesiredState => [
  script(site, place),
  zone(site, place),
];

export const challengeKey = (place: HostPlace): SecretValue => ({
  kind: "secret",
  id: `secret:${challengeSecret}`,
  says: "the key that may put proofs for certificates into the DNS",
  name: challengeSecret,
  path: `${place.paths.secrets}/${challengeSecret}`,
  mode: 0o600,
  scope: "site",
  generator: "key",
});

/**
 * $1 the socket, $2 the zone, $3 the name of its server, $4 the domain. Knot makes an empty zone out of nothing when it is given a SOA;
 * from then on its journal has it. Negative answers are kept for 5 s: who asks too early may ask again.
 */
const MAKE = `
knot() { /usr/sbin/knotc -s "$socket" "$@"; }
socket=$1 zone=$2
# After a stop it is there already, and was only not asked for.
if knot zone-read "$zone" @ NS >/dev/null 2>&1; then exit 0; fi
knot zone-abort "$zone" >/dev/null 2>&1 || true
knot zone-begin "$zone"
knot zone-set "$zone" @ 60 SOA "$3.$4." "hostmaster.$4." 1 7200 1800 1209600 5
knot zone-set "$zone" @ 60 NS "$3.$4."
knot zone-commit "$zone"
`;

const zone = (site: Topology, place: HostPlace): Ensure => {
  const socket = knotSocket(place);
  return {
    kind: "ensure",
    id: challengesReady,
    says: `the zone ${challengeZone(site)}, for certificates`,
    needs: ["unit:knot"],
    check: {
      run: ["/usr/sbin/knotc", "-s", socket, "zone-read", challengeZone(site), "@", "NS"],
      ...ownedBy(place, "dns"),
    },
    make: {
      run: ["/bin/sh", "-euc", MAKE, "sh", socket, challengeZone(site), "ns1", site.domain.ascii],
      ...ownedBy(place, "dns"),
    },
  };
};

const script = (site: Topology, place: HostPlace): File => ({
  kind: "file",
  id: "file:knot/challenge",
  says: "the script that puts proofs for certificates into the DNS",
  needs: ["folder:etc/knot"],
  path: challengeScript(place),
  mode: 0o755,
  content: scriptText(knotSocket(place), challengeZone(site)),
});

const scriptText = (socket: string, name: string): string => `#!/bin/sh
# Written by Stead. Puts the proof that a domain is ours into ${name}, or takes it away:
#   challenge set TEXT     challenge clear TEXT
# It returns when the name server answers so. Run it as root.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 set|clear TEXT" >&2; exit 2; }
case $2 in *[!A-Za-z0-9_-]* | "") echo "$0: \\"$2\\" is no proof" >&2; exit 2 ;; esac
case $1 in
  set) change=zone-set ttl=60 ;;
  clear) change=zone-unset ttl= ;;
  *) echo "usage: $0 set|clear TEXT" >&2; exit 2 ;;
esac
knot() { /usr/sbin/knotc -s '${socket}' "$@"; }
there() { knot zone-read '${name}' @ TXT 2>/dev/null | grep -qF "\\"$1\\""; }
# What is so already needs no change; Knot would refuse it.
if there "$2"; then [ "$1" = clear ] || exit 0; else [ "$1" = set ] || exit 0; fi
# One change at a time: another one's is waited for, at most 10 s.
exec 9<"$0"
flock -w 10 9
knot zone-abort '${name}' >/dev/null 2>&1 || true
knot zone-begin '${name}' >/dev/null
knot "$change" '${name}' @ $ttl TXT "\\"$2\\"" >/dev/null
knot zone-commit '${name}' >/dev/null
`;
