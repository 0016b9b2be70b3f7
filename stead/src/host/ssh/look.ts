import type { Entry } from "../../state/observations.ts";

/**
 * Looks at all paths of its input (each with a NUL after it) in one go. Of each: a field `KIND MODE OWNER SIZE`, its path, its link's
 * target; and of regular files up to 4 MB, as on `local`, a field `SHA256  PATH`. Every field ends with a NUL. What is not there, or
 * vanishes meanwhile, is told by find on stderr only.
 */
export const LOOK_SCRIPT = `
xargs -0 sh -c '
  find "$@" -maxdepth 0 -printf "%y %m %u %s\\0%p\\0%l\\0"
  find "$@" -maxdepth 0 -type f -size -4194305c -exec sha256sum -z -- {} +
' sh 2>/dev/null
exit 0
`;

/** Reads what LOOK_SCRIPT prints. */
export const parseLook = (text: string): ReadonlyMap<string, Entry> => {
  const found = new Map<string, Entry>();
  const fields = text.split("\0");
  for (let at = 0; at < fields.length - 1; at += 1) {
    const [field = "", path = "", target = ""] = fields.slice(at, at + 3);
    const hashed = /^(?<hash>[0-9a-f]{64}) [ *](?<path>[\s\S]+)$/u.exec(field)?.groups;
    if (hashed) addHash(found, hashed["path"] ?? "", hashed["hash"] ?? "");
    else {
      found.set(path, entryOf(field, target));
      at += 2;
    }
  }
  return found;
};

const addHash = (found: Map<string, Entry>, path: string, hash: string): void => {
  const entry = found.get(path);
  if (entry) found.set(path, { ...entry, hash });
};

/** Letters of find's %y. */
const KINDS: Readonly<Record<string, Entry["kind"]>> = { f: "file", d: "folder", l: "link", s: "socket" };

const entryOf = (field: string, target: string): Entry => {
  const [letter = "", mode = "", account = "", size = ""] = field.split(" ");
  const kind = KINDS[letter] ?? "other";
  return {
    kind,
    mode: Number.parseInt(mode, 8),
    account,
    size: Number(size),
    ...(kind === "link" ? { hash: target, target } : {}),
  };
};
