import type { File, Package } from "../../state/vocabulary.ts";
import { accountOf, runFolder } from "../../topology/account.ts";
import { isServer } from "../../topology/servers.ts";
import type { SitePlace } from "./site-place.ts";

/** Days of requests that are kept, and how much one day may bring: the log never takes more than about a gigabyte. */
const DAYS = 7;
const DAY_SIZE = "128M";

/** On a server the distribution's logrotate turns the access log over each day; on `local` the supervisor does. */
export const logRotation = (at: SitePlace): readonly (Package | File)[] =>
  isServer(at.place) ? [logrotate, file(at)] : [];

const logrotate: Package = {
  kind: "package",
  id: "package:logrotate",
  says: "logrotate",
  name: "logrotate",
  provides: "/usr/sbin/logrotate",
};

const file = (at: SitePlace): File => ({
  kind: "file",
  id: "file:nginx/logrotate",
  says: "how long the log of requests is kept",
  needs: [logrotate.id],
  path: `/etc/logrotate.d/stead-${at.site.site}`,
  mode: 0o644,
  content: render(at),
});

/** nginx opens a log anew on SIGUSR1 (nginx(8)). The folder is its own, so logrotate must work there as nginx's account. */
const render = ({ place }: SitePlace): string => {
  const account = accountOf(place, "web") ?? "root";
  return `# Written by Stead. Changes made here are overwritten.
"${place.paths.log}/access.log" {
    daily
    maxsize ${DAY_SIZE}
    rotate ${DAYS}
    compress
    delaycompress
    missingok
    notifempty
    nocreate
    su ${account} ${account}
    postrotate
        read -r pid < ${runFolder(place, "web")}/nginx.pid && kill -USR1 "$pid" || true
    endscript
}
`;
};
