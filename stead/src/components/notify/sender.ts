/** What the sender depends on. */
export interface Sender {
  readonly site: string;
  /** The folder in which it notes what it has told. */
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
set -u
umask 077
told=${told}
mkdir -p "$told"
host=$(uname -n)
${email === undefined ? "" : mailer(site, email, smtp)}${webhook === undefined ? "" : poster(site, webhook)}
send() { # $1 one line
  sent=0
${email === undefined ? "" : '  mail "$1" || sent=1\n'}${webhook === undefined ? "" : '  post "$1" || sent=1\n'}  return $sent
}

key=$(printf '%s' "\${2:-}" | tr -c 'A-Za-z0-9.@_-' _)
case $1 in
begin)
  [ ! -e "$told/$key" ] || exit 0
  # Where the disk is full the file is made all the same, and is empty.
  send "$host: $3" && printf '%s\\n' "$3" >"$told/$key"
  ;;
end)
  [ -e "$told/$key" ] || exit 0
  what=$(cat "$told/$key")
  send "$host: it is over: \${what:-$key}" && rm -f "$told/$key"
  ;;
test)
  send "$host: this is a test. So you are told when something goes wrong."
  ;;
esac
`;

const mailer = (site: string, email: string, smtp: string | undefined): string => `
mail() { # RFC 5322: a head, an empty line, a text
  printf 'From: Stead <stead@%s>\\nTo: %s\\nSubject: [%s] %s\\nDate: %s\\n\\n%s\\n' \\
    ${site} ${email} ${site} "$1" "$(date -R)" "$1" |
    ${smtp === undefined ? "/usr/sbin/sendmail -t -i" : `curl --silent --show-error --max-time 30 --config ${smtp} --upload-file -`}
}
`;

const poster = (site: string, webhook: string): string => `
post() {
  text=$(printf '%s' "$1" | tr '\\n\\t' '  ' | sed 's/[\\\\"]/\\\\&/g')
  printf '{"text":"[%s] %s"}' ${site} "$text" |
    curl --silent --show-error --fail --max-time 30 --retry 2 --config ${webhook} \\
      --header 'Content-Type: application/json' --data-binary @- --output /dev/null
}
`;
