import type { DesiredState, File, Folder, User } from "../state/vocabulary.ts";
import { ownedBy, runFolder } from "./account.ts";
import { bootFiles, hasBootFile } from "./boot-file.ts";
import { isShared, serverPlace } from "./server-place.ts";
import { sharedFolder } from "./server-folders.ts";
import type { HostPlace, RoleName } from "./topology.ts";

/** What every host of a site has before any component asks for something: the account, and the folders of its paths. */
export const baseState = (place: HostPlace): DesiredState => [
  ...accounts(place),
  folder(place, "etc", "the folder of configurations", { mode: 0o755 }),
  // The application's folder of uploads lies in it: others must pass, and see nothing.
  folder(place, "data", "the folder of data", { mode: 0o711, keep: true }),
  folder(place, "log", "the folder of logs", { mode: 0o750, keep: true, ...ownedBy(place, "web") }),
  folder(place, "secrets", "the folder of secrets", { mode: 0o700, keep: true }),
  folder(place, "releases", "the folder of releases", { mode: 0o755, keep: true }),
  folder(place, "assets", "the folder of fingerprinted files", { mode: 0o755, keep: true }),
  ...(place.services === "supervisor" ? [portsNote(place)] : runFolders(place)),
  ...(hasBootFile(place) ? bootFiles(place) : []),
];

const accounts = ({ account, services }: HostPlace): readonly User[] =>
  account === undefined
    ? []
    : [
        {
          kind: "user",
          id: `user:${account}`,
          says: services === "supervisor" ? "engines and the application run as it" : "the application runs as it",
          name: account,
        },
      ];

/** So that the next command finds the site where it is, and takes no other port once this one is free again. */
const portsNote = ({ paths, ports }: HostPlace): File => ({
  kind: "file",
  id: "file:ports.json",
  says: "the note of the site's ports",
  needs: ["folder:etc"],
  path: `${paths.etc}/ports.json`,
  mode: 0o644,
  content: `${JSON.stringify(ports)}\n`,
});

/** The folder of sockets, and in it one for each engine that has an account of its own. */
const runFolders = (place: HostPlace): readonly Folder[] => [
  folder(place, "run", "the folder of sockets", { mode: 0o755 }),
  sharedFolder(serverPlace(place).run, "host/run", "the folder of the server's own sockets"),
  ...Object.keys(place.accounts ?? {}).map((role) => engineFolder(place, role as RoleName)),
];

const engineFolder = (place: HostPlace, role: RoleName): Folder => ({
  kind: "folder",
  id: isShared(place, role) ? `folder:host/run/${role}` : `folder:run/${role}`,
  says: `the folder of sockets of the role ${role}`,
  path: runFolder(place, role),
  mode: 0o755,
  ...ownedBy(place, role),
  ...(isShared(place, role) && { shared: true }),
});

type Named = "etc" | "data" | "log" | "secrets" | "releases" | "assets" | "run";

const folder = (
  { paths }: HostPlace,
  name: Named,
  says: string,
  rest: Pick<Folder, "mode" | "account" | "keep">,
): Folder => ({ kind: "folder", id: `folder:${name}`, says, path: paths[name], ...rest });
