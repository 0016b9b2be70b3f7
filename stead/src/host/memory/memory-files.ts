import { createHash } from "node:crypto";
import { dirname } from "node:path";
import type { Entry } from "../../state/observations.ts";
import type { Files } from "../host.ts";

interface Ownership {
  readonly mode: number;
  readonly account?: string;
}

type Node = Ownership &
  (
    | { readonly kind: "file"; readonly content: Uint8Array }
    | { readonly kind: "folder" }
    | { readonly kind: "link"; readonly target: string }
  );

/** As LARGEST_HASHED of the local host. */
const LARGEST_HASHED = 4 * 1024 * 1024;

/** A tree of files in memory. */
export const memoryFiles = (initial: Readonly<Record<string, string>>): Files => {
  const nodes = new Map<string, Node>([["/", { kind: "folder", mode: 0o755 }]]);
  const put = (path: string, node: Node): void => {
    makeAbove(nodes, path);
    nodes.set(path, node);
  };
  for (const [path, text] of Object.entries(initial)) put(path, { kind: "file", content: bytesOf(text), mode: 0o644 });
  return {
    read: async (path) => {
      const node = resolve(nodes, path);
      if (node?.kind === "folder") throw Object.assign(new Error(`EISDIR: ${path}`), { code: "EISDIR" });
      return node?.kind === "file" ? node.content : undefined;
    },
    write: async (path, content, ownership) => put(path, { kind: "file", content: bytesOf(content), ...ownership }),
    makeFolder: async (path, ownership) => put(path, { kind: "folder", ...ownership }),
    link: async (path, target) => put(path, { kind: "link", target, mode: 0o777 }),
    remove: async (path) => {
      for (const name of nodes.keys()) if (name === path || name.startsWith(`${path}/`)) nodes.delete(name);
    },
    list: async (path) =>
      [...nodes.keys()]
        .filter((name) => isChild(name, path))
        .map(lastPart)
        .toSorted(),
    look: async (paths) => new Map(paths.map((path) => [path, entryOf(nodes.get(path))])),
  };
};

const makeAbove = (nodes: Map<string, Node>, path: string): void => {
  const above = dirname(path);
  if (nodes.has(above)) return;
  makeAbove(nodes, above);
  nodes.set(above, { kind: "folder", mode: 0o755 });
};

const resolve = (nodes: ReadonlyMap<string, Node>, path: string, hops = 0): Node | undefined => {
  const node = nodes.get(path);
  if (node?.kind !== "link" || hops > 8) return node;
  return resolve(nodes, node.target.startsWith("/") ? node.target : `${dirname(path)}/${node.target}`, hops + 1);
};

const isChild = (name: string, folder: string): boolean => name !== "/" && dirname(name) === folder;

const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

const entryOf = (node: Node | undefined): Entry | undefined => {
  if (!node) return undefined;
  const { kind, mode, account = "operator" } = node;
  if (node.kind === "file") return { kind, mode, account, size: node.content.length, ...hashOf(node.content) };
  if (node.kind === "link")
    return { kind, mode, account, size: node.target.length, hash: node.target, target: node.target };
  return { kind, mode, account, size: 0 };
};

const hashOf = (content: Uint8Array): { hash?: string } =>
  content.length > LARGEST_HASHED ? {} : { hash: createHash("sha256").update(content).digest("hex") };
