import { settingsOf } from "../../spec/settings-of.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import type { Notices } from "../component.ts";
import { senderPath, tells, toldFolder } from "./desire.ts";
import { notifySettings } from "./settings.ts";

/** Who is told on a server, and how that is tried; undefined where nobody is. */
export const noticesOn = (site: Topology, host: HostName): Notices | undefined => {
  const place = site.hosts[host];
  if (!place || !isServer(place) || !tells(site)) return undefined;
  const { email, smtp, webhook } = settingsOf(site, notifySettings).notify;
  const by = smtp === undefined ? "the server's sendmail" : hostOf(smtp);
  return {
    to: [
      ...(email === undefined ? [] : [`${email} (mail by ${by})`]),
      ...(webhook === undefined ? [] : [`a webhook of ${hostOf(webhook)}`]),
    ],
    test: [senderPath(place), "test"],
    told: ["/bin/sh", "-c", TOLD, "told", toldFolder(place)],
  };
};

/** The rest of such an address may be a secret. */
const hostOf = (address: string): string => address.replace(/^[a-z]+:\/\/(?:[^/]*@)?([^/?#]*).*$/u, "$1");

/** Of several ways, the first one's words; a note that a full disk left empty has its name. */
const TOLD = `
cd "$1" 2>/dev/null || exit 0
for note in */*; do
  [ -f "$note" ] || continue
  what=$(cat "$note")
  printf '%s %s\\n' "$(stat --format=%Y "$note")" "\${what:-\${note#*/}}"
done | sort -u -k 2 | sort -n
`;
