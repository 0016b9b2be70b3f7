/** The certificate's script of foobar.com on its server. */
export const CERTIFICATE = "/etc/stead/foobar.com/bin/certificate";

/** Words before it, by which it runs as the timer will, 61 days from now. */
export const LATER = String.raw`mkdir -p /root/later && printf '#!/bin/sh\n[ "$*" = +%%s ] || exec /bin/date "$@"\necho $(($(/bin/date +%%s) + 61 * 86400))\n' >/root/later/date && chmod +x /root/later/date && PATH=/root/later:$PATH`;
