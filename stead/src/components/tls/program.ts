/** What the script of a site's certificate depends on. */
export interface Certificate {
  readonly site: string;
  /** The first is the public one. */
  readonly names: readonly string[];
  /** The directory of the authority. */
  readonly authority: string;
  /** The folder that nginx reads, and the one of what the authority gave. */
  readonly tls: string;
  readonly data: string;
  /** Whose group may read the key. */
  readonly reader: string;
  /** The unit that takes a new one in with a reload. */
  readonly unit: string;
}

/** The script that gets the certificate, and renews it: in front of dehydrated, which speaks with the authority. */
export const renderProgram = ({ names, authority, tls, data, ...rest }: Certificate): string => `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# The certificate of a site: certificate has | prepare | good | obtain | renew | tell
set -eu
umask 077 && export LC_ALL=C
names='${names.join(" ")}' authority='${authority}'
tls=${tls} data=${data} # what nginx reads; what the authority gave
got=$data/certs/\${names%% *}
${judging}${placing(rest)}${asking}${verbs(rest)}`;

/** Of a certificate: how long it counts, for which names, and whether a key is its own. */
const judging = `at() { date -d "$(openssl x509 -noout "-$2" -in "$1" | cut -d = -f 2)" +%s; }
life() { from=$(at "$1" startdate) to=$(at "$1" enddate); life=$((to - from)) left=$((to - $(date +%s))); } # seconds
# Renewed when a third of its life is left; where that is shorter than ten days, a half.
due() { life "$1"; if [ $life -lt 864000 ]; then part=2; else part=3; fi; [ $((left * part)) -lt $life ]; }
late() { life "$1"; [ $((left * 4)) -lt $life ]; }
fits() { [ -s "$1" ] && [ -s "$2" ] && [ "$(openssl x509 -noout -pubkey -in "$1")" = "$(openssl pkey -pubout -in "$2")" ]; }
within() { openssl x509 -noout -ext subjectAltName -in "$1" | tr -d ' ' | tr , '\\n' | sed -n 's/^DNS://p' | sort; }
covers() { [ "$(within "$1")" = "$(printf '%s\\n' $names | sort)" ]; }
`;

const placing = ({
  site,
  reader,
  unit,
}: Pick<
  Certificate,
  "site" | "reader" | "unit"
>): string => `point() { ln -sfn "$1" "$tls/live.new" && mv -T "$tls/live.new" "$tls/live"; }
reload() { ! systemctl --quiet is-active ${unit} || systemctl reload ${unit}; }
place() { # $1 certificate, $2 key, $3 whose: both change by one rename, and back if nginx refuses them
  fits "$1" "$2"
  old=$(readlink "$tls/live" || true) new=$(mktemp -d "$tls/of-XXXXXX")
  cat "$1" >"$new/crt" && cat "$2" >"$new/key" && echo "$3" >"$new/authority" || exit 1
  chgrp -R ${reader} "$new" && chmod 640 "$new"/* && chmod 750 "$new"
  for kind in crt key; do ln -sfn live/$kind "$tls/${site}.$kind"; done
  point "\${new##*/}"
  reload || { echo 'nginx refused the new certificate: the old one serves on' >&2 && point "$old" && reload; exit 1; }
  find "$tls" -maxdepth 1 -name 'of-*' ! -path "$new" -exec rm -r {} +
}
`;

const asking = `ask() { dehydrated --no-lock --config "$tls/dehydrated.conf" "$@" >"$data/last.log" 2>&1; }
order() { ask --register --accept-terms && ask --cron --force --domain "$names"; }
refused() {
  echo "The authority gave no certificate for $names. What there was serves on. It said:" >&2
  { sed -n 's/.*"detail"[]:[:space:]]*"\\(.*\\)".*/\\1/p' "$data/last.log"; tail -n 3 "$data/last.log"; } | head -n 1 >&2
  exit 1
}
obtain() { # an authority that has lost the account gets a new one
  order || { grep -q accountDoesNotExist "$data/last.log" && rm -r "$data/accounts" && order; } || refused
  echo "$authority" >"$got/authority"
  place "$got/fullchain.pem" "$got/privkey.pem" "$authority"
}
prepare() { # what was got before; else one that nobody trusts, but with it nginx can start
  if fits "$got/fullchain.pem" "$got/privkey.pem" && covers "$got/fullchain.pem" && ! late "$got/fullchain.pem"; then
    place "$got/fullchain.pem" "$got/privkey.pem" "$(cat "$got/authority")"
    return
  fi
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=placeholder \\
    -addext "subjectAltName=DNS:$(echo $names | sed 's/ /,DNS:/g')" -keyout "$data/none.key" -out "$data/none.crt" 2>&1
  place "$data/none.crt" "$data/none.key" nobody
}
good() { [ "$(cat "$tls/live/authority")" = "$authority" ] && covers "$tls/live/crt" && ! late "$tls/live/crt"; }
`;

const verbs = ({
  site,
}: Pick<Certificate, "site">): string => `case $1 in prepare | obtain | renew) exec 9>"$data/.lock" && flock 9 ;; esac
case $1 in
has) fits "$tls/${site}.crt" "$tls/${site}.key" ;;
good | prepare) "$1" ;;
obtain) good || obtain ;;
renew) [ "$(cat "$tls/live/authority")" = nobody ] || ! due "$tls/live/crt" || obtain ;;
tell) life "$tls/live/crt"
  [ "$(cat "$tls/live/authority")" != nobody ] || { echo 'a placeholder that no browser trusts'; exit 1; }
  echo "until $(date -u -d "@$to" '+%F %H:%M') UTC, $((left * 100 / life))% of its life left" && ! late "$tls/live/crt" ;;
esac
`;
