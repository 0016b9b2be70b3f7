/** What the sender depends on. */
export interface Sender {
  readonly site: string;
  /** The folder in which it notes what it has told, by each way. */
  readonly told: string;
  readonly email?: string;
  /** curl's configuration for the relay; absent: sendmail. */
  readonly smtp?: string;
  /** curl's configuration for the webhook. */
  readonly webhook?: string;
}

/** The script that tells somebody, once when a thing begins and once when it ends. Addresses with secrets stand in files of root's. */
export const renderSender = ({ site, told, email, smtp, webhook }: Sender): string => `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Tells somebody, once when a thing begins and once when it ends: notify begin KEY TEXT | notify end KEY | notify test
# What was told lies in ${told}, in a folder for each way: one that fails is tried again alone.
set -u
umask 077
told=${told} host=$(uname -n) failed=0
ways='${[...(email === undefined ? [] : ["mail"]), ...(webhook === undefined ? [] : ["webhook"])].join(" ")}'
for way in $ways; do mkdir -p "$told/$way"; done
# One at a time; and on a disk that cannot be written any more it is told all the same.
if true 9>"$told/.lock"; then exec 9>"$told/.lock" && flock 9; fi
${email === undefined ? "" : sayByMail(site, email, smtp)}${webhook === undefined ? "" : sayByWebhook(site, webhook)}
lost() { # $1 the way
  echo "No notice got through by $1." >&2
  failed=1
}

key=$(printf '%s' "\${2:-}" | tr -c 'A-Za-z0-9.@_-' _)
for way in $ways; do
  note="$told/$way/$key"
  case $1 in
  begin) # Where the disk is full the note is made all the same, and is empty.
    [ -e "$note" ] || if say_by_$way "$host: $3"; then printf '%s\\n' "$3" >"$note"; else lost $way; fi
    ;;
  end)
    [ ! -e "$note" ] || what=$(cat "$note")
    [ ! -e "$note" ] || if say_by_$way "$host: it is over: \${what:-$key}"; then rm -f "$note"; else lost $way; fi
    ;;
  test) say_by_$way "$host: this is a test. So you are told when something goes wrong." || lost $way ;;
  esac
done
exit $failed
`;

const sayByMail = (site: string, email: string, smtp: string | undefined): string => `
say_by_mail() { # RFC 5322: a head, an empty line, a text
  printf 'From: Stead <stead@%s>\\nTo: %s\\nSubject: [%s] %s\\nDate: %s\\n\\n%s\\n' \\
    ${site} "${email}" ${site} "$1" "$(date -R)" "$1" |
    ${smtp === undefined ? "/usr/sbin/sendmail -t -i" : `curl --silent --show-error --max-time 30 --crlf --config ${smtp} --upload-file -`}
}
`;

const sayByWebhook = (site: string, webhook: string): string => `
say_by_webhook() {
  text=$(printf '%s' "$1" | tr '\\n\\t' '  ' | sed 's/[\\\\"]/\\\\&/g')
  printf '{"text":"[%s] %s"}' ${site} "$text" |
    curl --silent --show-error --fail --max-time 30 --retry 2 --config ${webhook} \\
      --header 'Content-Type: application/json' --data-binary @- --output /dev/null
}
`;
