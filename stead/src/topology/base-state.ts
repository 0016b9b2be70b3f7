import type { DesiredState, File, Folder } from "../state/vocabulary.ts";
import type { HostPlace } from "./topology.ts";

/** What every host of a site has before any component asks for something: the account, and the folders of its paths. */
export const baseState = (place: HostPlace): DesiredState => [
  ...(place.account === undefined
    ? []
    : [
        {
          kind: "user" as const,
          id: `user:${place.account}`,
          says: "engines and the application run as it",
          name: place.account,
        },
      ]),
  folder(place, "etc", "the folder of configurations", { mode: 0o755 }),
  // The application's folder of uploads lies in it: others must pass, and see nothing.
  folder(place, "data", "the folder of data", { mode: 0o711, keep: true }),
  folder(place, "log", "the folder of logs", { mode: 0o750, keep: true, ...owner(place) }),
  folder(place, "secrets", "the folder of secrets", { mode: 0o700, keep: true }),
  folder(place, "releases", "the folder of releases", { mode: 0o755, keep: true }),
  folder(place, "assets", "the folder of fingerprinted files", { mode: 0o755, keep: true }),
  portsNote(place),
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

type Named = "etc" | "data" | "log" | "secrets" | "releases" | "assets";

const folder = (
  { paths }: HostPlace,
  name: Named,
  says: string,
  rest: Pick<Folder, "mode" | "account" | "keep">,
): Folder => ({ kind: "folder", id: `folder:${name}`, says, path: paths[name], ...rest });

const owner = ({ account }: HostPlace): { readonly account?: string } => (account === undefined ? {} : { account });
