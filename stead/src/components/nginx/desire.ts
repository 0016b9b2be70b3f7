import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, File, Folder, Package, Unit, Verify } from "../../state/vocabulary.ts";
import { ownedBy, runFolder } from "../../topology/account.ts";
import { sandboxed } from "../../topology/sandbox.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import { logRotation } from "./log-rotation.ts";
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
const foldersOf = ({ folders, site, place }: SitePlace): readonly Folder[] => {
  const folder = (path: string, name: string, says: string): Folder => ({
    kind: "folder",
    id: `folder:${name}`,
    says,
    path,
    mode: 0o755,
  });
  return [
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
    file("nginx.conf", "the configuration of nginx", renderProcess(at)),
    file("site.conf", "the website's part of nginx's configuration", renderSite(at)),
    file("trial.conf", "the configuration that nginx is tried out with", renderTrial(at)),
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
  const { addresses, ports, services } = at.place;
  const configuration = filesOf(at)
    .map(({ id }) => id)
    .filter((id) => id.endsWith(".conf"));
  return {
    kind: "unit",
    id: "unit:nginx",
    name: "nginx",
    says: "nginx",
    needs,
    // Relative: nginx takes the path before an include for a pattern, so a folder named [draft] would include nothing.
    run: ["/usr/sbin/nginx", "-p", "./", "-c", "nginx.conf", "-e", "stderr"],
    folder: at.folders.etc,
    ...ownedBy(at.place, "web"),
    // makesCode: pcre_jit.
    ...sandboxed(at.place, {
      kind: "engine",
      writes: [at.folders.data, at.place.paths.log, runFolder(at.place, "web")],
      lowPorts: true,
      makesCode: true,
    }),
    // A server's public address may be translated on the way.
    ready: {
      kind: "connect",
      at: { address: services === "supervisor" ? (addresses.v4 ?? LOOPBACK) : LOOPBACK, port: ports.http },
    },
    readyTimeout: READY_TIMEOUT,
    reload: { run: reloadCommand(`${runFolder(at.place, "web")}/nginx.pid`) },
    verify: {
      files: configuration.filter((id) => id !== "file:nginx/nginx.conf"),
      ...trialOf(at),
    },
    stop: { signal: "SIGQUIT", timeout: STOP_TIMEOUT },
    reloadOn: configuration.filter((id) => id !== "file:nginx/trial.conf"),
    disrupts: "requests for about 0.3 s",
  };
};

/** nginx tries to listen, also in a trial: on a server that takes the power to listen below 1024, as its unit has it. */
const trialOf = ({ place }: SitePlace): Pick<Verify, "run" | "asRoot"> => {
  const run = ["/bin/sh", "-c", trial, "try-nginx", "{folder}"];
  const account = place.accounts?.web;
  if (account === undefined) return { run };
  const as = ["--reuid", account, "--regid", account, "--init-groups"];
  const may = ["--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service"];
  return { run: ["setpriv", ...as, ...may, "--", ...run], asRoot: true };
};

const trial = `
cd "$1" && exec /usr/sbin/nginx -t -q -p ./ -c trial.conf -e stderr
`;
