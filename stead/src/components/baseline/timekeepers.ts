import type { Timekeeper } from "../../topology/facts.ts";

/** How each timekeeper is asked how far the clock is off. */
interface Asked {
  readonly unit: string;
  /** Prints seconds, with or without a sign; nothing while it does not know. */
  readonly offset: string;
}

export const timekeepers: Readonly<Record<Timekeeper, Asked>> = {
  chrony: {
    unit: "chrony",
    // "System time     : 0.000012345 seconds slow of NTP time"; its reference is 00000000 before the first answer (chronyc(1)).
    offset: `chronyc -n tracking | awk '/^Reference ID/ && $4 == "00000000" { exit } /^System time/ { print $4 }'`,
  },
  "systemd-timesyncd": {
    unit: "systemd-timesyncd",
    // "Offset: +1.234ms" (timedatectl(1)).
    offset: `timedatectl timesync-status | awk '$1 == "Offset:" { u = $2; gsub(/[-+.0-9]/, "", u); m["s"] = 1; m["ms"] = 1e3; m["us"] = 1e6; if (m[u]) print ($2 + 0) / m[u] }'`,
  },
  ntpsec: {
    unit: "ntpsec",
    // "offset=-0.123," in milliseconds; stratum 16: not synchronised (ntpq(1)).
    offset: `ntpq -c 'rv 0 stratum,offset' | tr ', ' '\\n\\n' | awk -F= '$1 == "stratum" && $2 == 16 { exit } $1 == "offset" { print $2 / 1e3 }'`,
  },
  openntpd: {
    unit: "openntpd",
    // "clock synced" or "clock offset is -12.345ms" (ntpctl(8)).
    offset: `ntpctl -s status | awk '/clock synced/ { s = 1 } /clock offset is/ { sub(/.*is /, ""); o = ($0 + 0) / 1e3; s = 1 } END { if (s) print o + 0 }'`,
  },
};

/** Seconds. A sign-in code lives 30 (RFC 6238), and logs of several servers are read by their times. */
const TOO_FAR = 1;

/** The script that says how far the clock is off: status 0 while that is little. */
export const clockScript = (timekeeper: Timekeeper): string => `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Says how far this server's clock is off, as ${timekeeper} knows it. Status 0: less than ${TOO_FAR} s.
set -u
offset=$(${timekeepers[timekeeper].offset})
if [ -z "$offset" ]; then
  echo 'nobody knows how far it is off: no time server has answered'
  exit 1
fi
awk -v offset="$offset" 'BEGIN {
  if (offset < 0) offset = -offset
  if (offset >= ${TOO_FAR}) printf "%.1f s off (${timekeeper})\\n", offset
  else printf "%.3f ms off (${timekeeper})\\n", offset * 1000
  exit offset >= ${TOO_FAR}
}'
`;
