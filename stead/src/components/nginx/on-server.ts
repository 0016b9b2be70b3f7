import type { File, Folder, Unit, Verify } from "../../state/vocabulary.ts";
import { ownedBy } from "../../topology/account.ts";
import { certificateNames } from "../../topology/certificate.ts";
import { serverFolders, sharedFolder } from "../../topology/server-folders.ts";
import { allSites, serverPlace } from "../../topology/server-place.ts";
import { webServerService } from "../../topology/servers.ts";
import { renderServer, trialCertificate } from "./process-conf.ts";
import { renderWebsite } from "./site-conf.ts";
import type { SitePlace } from "./site-place.ts";

/** Folders of the server itself, the same whichever of its sites wrote them. */
export const serverNginxFolders = ({ place, folders: { server } }: SitePlace): readonly Folder[] => [
  ...serverFolders,
  sharedFolder(server.etc, "host/nginx", "the folder of nginx's configuration for all sites"),
  sharedFolder(serverPlace(place).data, "host/data", "the folder of the server's own data"),
  {
    ...sharedFolder(server.data, "host/data/nginx", "the folder of nginx's temporary files"),
    mode: 0o700,
    ...ownedBy(place, "web"),
  },
];

/** The main file, which belongs to the server, and the site's part of it. */
export const serverNginxFiles = (at: SitePlace): readonly File[] => {
  const path = `${at.folders.etc}/website.conf`;
  return [
    {
      kind: "file",
      id: "file:host/nginx/nginx.conf",
      says: "the configuration of nginx for all sites",
      path: `${at.folders.server.etc}/nginx.conf`,
      content: renderServer(at),
      mode: 0o644,
      shared: true,
    },
    {
      kind: "file",
      id: "file:nginx/website.conf",
      says: "the website's part of nginx's configuration",
      needs: ["folder:etc/nginx"],
      path,
      content: renderWebsite(at),
      mode: 0o644,
      takes: certificateNames(at.site).map((name) => `the name ${name}`),
      unmake: ["/bin/sh", "-ec", LEAVE, "leave-nginx", path, webServerService],
    },
  ];
};

/** One process for all sites. What its unit says is the same whichever of them wrote it; of its files, each has its own. */
export const serverUnit = ({ site, folders }: SitePlace): Pick<Unit, "shared" | "reads" | "folder"> => ({
  shared: true,
  reads: site.site,
  folder: folders.server.etc,
});

/** The same whichever sites there are. In there only what is its account's own is open to it: caches and logs. */
export const serverWrites = ({ place }: SitePlace): readonly string[] => [allSites(place).data, allSites(place).log];

/** nginx takes in what is left, without letting go of anybody. One that is stopped reads it when it starts. */
const LEAVE = `
rm -f "$1"
! systemctl --quiet is-active "$2" || systemctl reload "$2"
`;

/**
 * nginx tries to listen, also in a trial: it takes the power to listen below 1024, as its unit has it. The candidate is tried with the
 * parts of all other sites as they stand.
 */
export const serverTrial = ({ place, folders }: SitePlace): Pick<Verify, "run" | "asRoot"> => {
  const run = ["/bin/sh", "-ec", TRIAL, "try-nginx", "{folder}", folders.etc, allSites(place).etc];
  const account = place.accounts?.web;
  if (account === undefined) return { run };
  const as = ["--reuid", account, "--regid", account, "--init-groups"];
  const may = ["--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service"];
  return { run: ["setpriv", ...as, ...may, "--", ...run], asRoot: true };
};

/**
 * $1 the candidate's folder, $2 the one of the site's part, $3 the one above all sites'. Whatever nginx would write lies beside the
 * candidate, and so do certificates.
 */
const TRIAL = String.raw`
cd "$1"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=trial \
  -keyout key.pem -out ${trialCertificate} 2>/dev/null
cat key.pem >>${trialCertificate}
mkdir sites
beside() {
  sed -E -e 's|^( *ssl_certificate(_key)?) .*|\1 ${trialCertificate};|' -e 's|^( *pid) .*|\1 nginx.pid;|' \
    -e 's|^( *access_log) "[^"]*"|\1 access.log|' -e 's|^( *([a-z_]+)_temp_path) .*|\1 \2-temporary;|' \
    -e 's|^( *proxy_cache_path) "[^"]*" (.*keys_zone=)([^:]*)|\1 cache-\3 \2\3|' \
    -e 's|^( *include) .*/\*/nginx/website.conf"?;|\1 sites/*.conf; include website.conf;|' "$2" >"$1"
}
beside trial.conf nginx.conf
for part in "$3"/*/nginx/website.conf; do
  site=${"$"}{part%/nginx/website.conf}
  [ ! -f "$part" ] || [ "${"$"}{part%/*}" = "$2" ] || beside "sites/${"$"}{site##*/}.conf" "$part"
done
beside own.conf website.conf
sed "s|$2/|$1/|" own.conf >website.new
mv website.new website.conf
exec /usr/sbin/nginx -t -q -p ./ -c trial.conf -e stderr
`;
