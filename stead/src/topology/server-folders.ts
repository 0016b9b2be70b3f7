import type { Folder } from "../state/vocabulary.ts";
import { serverFolder } from "./servers.ts";

/** A folder of the server as a whole, which all its sites share. `id`: without `folder:`. */
export const sharedFolder = (path: string, id: string, says: string): Folder => ({
  kind: "folder",
  id: `folder:${id}`,
  says,
  path,
  mode: 0o755,
  shared: true,
});

/** Where Stead keeps what belongs to a server: wanted by each component that writes there. */
export const serverFolders: readonly Folder[] = [
  sharedFolder(serverFolder, "host", "the folder of what belongs to the server"),
  sharedFolder(`${serverFolder}/bin`, "host/bin", "the folder of the server's own scripts"),
];
