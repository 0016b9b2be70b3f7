import * as z from "zod";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Manifest } from "../plan/observed.ts";
import { isServer } from "../topology/servers.ts";
import type { HostPlace } from "../topology/topology.ts";

const manifestShape = z.object({
  stead: z.string(),
  site: z.string(),
  entries: z.record(
    z.string(),
    z.object({
      kind: z.enum(["file", "folder", "secret", "unit", "ensure"]),
      path: z.string().exactOptional(),
      hash: z.string().exactOptional(),
      was: z.string().exactOptional(),
      source: z.string(),
      keep: z.literal(true).exactOptional(),
      shared: z.literal(true).exactOptional(),
      takes: z.array(z.string()).exactOptional(),
      unmake: z.array(z.string()).exactOptional(),
      says: z.string().exactOptional(),
    }),
  ),
});

/** Where a host's manifest lies. */
export const manifestPath = (place: HostPlace): string => `${place.paths.etc}/manifest.json`;

/** What Stead noted of its own writing on a host; nothing on a fresh one. Throws OWN_FILE_UNREADABLE. */
export const readManifest = async (host: Host, place: HostPlace): Promise<Manifest> => {
  const bytes = await host.files.read(manifestPath(place));
  if (bytes === undefined) return { stead: "", site: "", entries: {} };
  const manifest = parseManifest(bytes);
  if (manifest) return inPlace(manifest, place);
  throw new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: manifestPath(place),
    what: "is not what Stead wrote there: it is cut off, or somebody changed it.",
    mend: `Remove it (rm '${manifestPath(place)}') and run \`stead up\`: it is made anew from what stands on the host.`,
  });
};

/** With paths as they are now: the site's folder, and its state with it, may have been moved since it was written. */
const inPlace = (manifest: Manifest, place: HostPlace): Manifest => {
  const [was, is] = [manifest.entries["folder:etc"]?.path?.replace(/etc$/u, ""), place.paths.etc.replace(/etc$/u, "")];
  if (was === undefined || was === is) return manifest;
  const entries = Object.entries(manifest.entries).map(([id, entry]) => {
    const moved = entry.path?.startsWith(was) === true ? { path: is + entry.path.slice(was.length) } : {};
    return [id, { ...entry, ...moved }] as const;
  });
  return { ...manifest, entries: Object.fromEntries(entries) };
};

/** Those of the other sites on a server. One that cannot be read is its own site's fault to tell. */
export const readNeighbours = async (host: Host, place: HostPlace): Promise<readonly Manifest[]> => {
  if (!isServer(place)) return [];
  const end = place.paths.etc.lastIndexOf("/");
  const [above, own] = [place.paths.etc.slice(0, end), place.paths.etc.slice(end + 1)];
  const others = (await host.files.list(above)).filter((name) => name !== own);
  const read = await Promise.all(others.map((name) => host.files.read(`${above}/${name}/manifest.json`)));
  return read.flatMap((bytes) => (bytes === undefined ? [] : (parseManifest(bytes) ?? [])));
};

const parseManifest = (bytes: Uint8Array): Manifest | undefined =>
  manifestShape.safeParse(parsed(new TextDecoder().decode(bytes))).data;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
