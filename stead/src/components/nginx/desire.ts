import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, File, Folder, Package, Unit } from "../../state/vocabulary.ts";
import { ownedBy, runFolder } from "../../topology/account.ts";
import { certificateReady, endsTls } from "../../topology/certificate.ts";
import { sandboxed } from "../../topology/sandbox.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import { logRotation } from "./log-rotation.ts";
import { serverNginxFiles, serverNginxFolders, serverTrial, serverUnit, serverWrites } from "./on-server.ts";
import { pageFiles } from "./pages.ts";
import { renderProcess, renderTrial } from "./process-conf.ts";
import { programs } from "./programs.ts";
import { reloadCommand } from "./reload-command.ts";
import { renderSite } from "./site-conf.ts";
import { nginxSettings } from "./settings.ts";
import { sitePlace, type SitePlace } from "./site-place.ts";

/** Seconds. nginx listens within a tenth of one; the rest is for a machine that is busy. */
const READY_TIMEOUT = 15;
const LOOPBACK = "127.0.0.1";
/** Longer than most requests in flight. What stays open (WebSockets, event streams) is cut then. */
const STOP_TIMEOUT = 5;

/** Packages, folders, files and the unit of nginx; `[]` where no website is served. */
export const desireNginx = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place?.roles.includes("web")) return [];
  const at = sitePlace(site, place);
  const [packages, folders, files] = [packagesOf(), foldersOf(at), filesOf(at)];
  return [
    ...logRotation(at),
    ...packages,
    ...folders,
    ...files,
    unitOf(
      at,
      [...packages, ...folders, ...files].map(({ id }) => id),
    ),
  ];
};

const packagesOf = (): readonly Package[] =>
  programs.map((program) => ({
    kind: "package",
    id: `package:${program.package}`,
    says: program.package,
    name: program.package,
    provides: program.path,
  }));

/** The configuration is the operator's: nginx reads it, and writes only below its own folder of data. */
const foldersOf = (at: SitePlace): readonly Folder[] => {
  const { folders, site, place } = at;
  const folder = (path: string, name: string, says: string): Folder => ({
    kind: "folder",
    id: `folder:${name}`,
    says,
    path,
    mode: 0o755,
  });
  return [
    ...(at.shared ? serverNginxFolders(at) : []),
    folder(folders.etc, "etc/nginx", "the folder of nginx's configuration"),
    folder(folders.pages, "etc/nginx/pages", "the folder of nginx's own pages"),
    ...(site.app?.port === true
      ? [folder(folders.upstream, "etc/nginx/upstream", "the folder of the application's ports")]
      : []),
    {
      ...folder(folders.data, "data/nginx", "the folder of nginx's cache and temporary files"),
      mode: 0o700,
      ...ownedBy(place, "web"),
    },
  ];
};

const filesOf = (at: SitePlace): readonly File[] => {
  const file = (name: string, says: string, content: string): File => ({
    kind: "file",
    id: `file:nginx/${name}`,
    says,
    needs: [`folder:etc/nginx${name.includes("/") ? "/pages" : ""}`],
    path: `${at.folders.etc}/${name}`,
    content,
    mode: 0o644,
  });
  return [
    ...(at.shared
      ? serverNginxFiles(at)
      : [
          file("nginx.conf", "the configuration of nginx", renderProcess(at)),
          file("site.conf", "the website's part of nginx's configuration", renderSite(at)),
          file("trial.conf", "the configuration that nginx is tried out with", renderTrial(at)),
        ]),
    ...(at.snippet === undefined
      ? []
      : [
          {
            ...file("snippet.conf", "the site's own part of nginx's configuration", at.snippet),
            origin: settingsOf(at.site, nginxSettings).snippets.nginx ?? "",
          },
        ]),
    ...pageFiles(at.site.domain.unicode).map(({ name, content }) =>
      file(`pages/${name}`, `nginx's page for status ${name.replace(".html", "")}`, content),
    ),
  ];
};

const unitOf = (at: SitePlace, needs: readonly string[]): Unit => {
  const { addresses, ports } = at.place;
  const configuration = filesOf(at)
    .map(({ id }) => id)
    .filter((id) => id.endsWith(".conf"));
  const writes = at.shared ? serverWrites(at) : [at.folders.data, at.place.paths.log];
  return {
    kind: "unit",
    id: "unit:nginx",
    name: "nginx",
    says: "nginx",
    needs: endsTls(at.place) ? [...needs, certificateReady] : needs,
    // Relative: nginx takes the path before an include for a pattern, so a folder named [draft] would include nothing.
    run: ["/usr/sbin/nginx", "-p", "./", "-c", "nginx.conf", "-e", "stderr"],
    ...(at.shared ? serverUnit(at) : { folder: at.folders.etc }),
    ...ownedBy(at.place, "web"),
    // makesCode: pcre_jit.
    ...sandboxed(at.place, {
      kind: "engine",
      writes: [...writes, runFolder(at.place, "web")],
      lowPorts: true,
      makesCode: true,
    }),
    // A server's public address may be translated on the way.
    ready: { kind: "connect", at: { address: at.shared ? LOOPBACK : (addresses.v4 ?? LOOPBACK), port: ports.http } },
    readyTimeout: READY_TIMEOUT,
    reload: { run: reloadCommand(`${runFolder(at.place, "web")}/nginx.pid`) },
    verify: {
      files: configuration.filter((id) => id !== "file:nginx/nginx.conf"),
      ...(at.shared ? serverTrial(at) : { run: ["/bin/sh", "-c", TRIAL, "try-nginx", "{folder}"] }),
    },
    stop: { signal: "SIGQUIT", timeout: STOP_TIMEOUT },
    reloadOn: configuration.filter((id) => id !== "file:nginx/trial.conf"),
    disrupts: "requests for about 0.3 s",
  };
};

const TRIAL = `
cd "$1" && exec /usr/sbin/nginx -t -q -p ./ -c trial.conf -e stderr
`;
