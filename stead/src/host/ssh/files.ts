import { dirname } from "node:path/posix";
import { SteadError } from "../../kernel/errors.ts";
import type { Files } from "../host.ts";
import { ENDS, linkScript, listScript, folderScript, readScript, removeScript, writeScript } from "./file-scripts.ts";
import type { Link, TaskResult } from "./link.ts";
import { LOOK_SCRIPT, parseLook } from "./look.ts";

/** The files of a server, as root sees them. Each call is one round trip; calls that do not wait for each other share it. */
export const filesOver = (link: Link): Files => {
  const act = async (path: string, script: string, content?: Uint8Array): Promise<TaskResult> => {
    const result = await link.task(script, content);
    if (result.status === 0 || result.status === ENDS.absent) return result;
    throw faultOf(link.server.name, path, result, content?.byteLength ?? 0);
  };
  return {
    read: async (path) => {
      const { status, stdout } = await act(path, readScript(path));
      return status === ENDS.absent ? undefined : stdout;
    },
    write: async (path, content, ownership) => {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      await act(path, writeScript(path, bytes.byteLength, ownership), bytes);
    },
    makeFolder: async (path, ownership) => {
      await act(path, folderScript(path, ownership));
    },
    link: async (path, target) => {
      await act(path, linkScript(path, target));
    },
    remove: async (path) => {
      await act(path, removeScript(path));
    },
    list: async (path) => {
      const { stdout } = await act(path, listScript(path));
      return stdout.toString().split("\0").slice(0, -1).toSorted();
    },
    look: async (paths) => {
      if (paths.length === 0) return new Map();
      const { stdout } = await act("/", LOOK_SCRIPT, Buffer.from(paths.map((path) => `${path}\0`).join("")));
      const found = parseLook(stdout.toString());
      return new Map(paths.map((path) => [path, found.get(path)]));
    },
  };
};

const faultOf = (server: string, path: string, { stdout, stderr }: TaskResult, bytes: number): SteadError => {
  if (/No space left on device|Disk quota exceeded/u.test(stderr))
    return diskFull(server, path, stdout.toString(), bytes);
  return new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: `${server}:${path}`,
    what: "Stead cannot read or write it there.",
    mend: "See what the server says below; as root there, put right what stands in the way.",
    lines: stderr.trim().split("\n"),
  });
};

/** `report`: the line of df(1) that the script ended with: kB that are free, and the mount. */
const diskFull = (server: string, path: string, report: string, bytes: number): SteadError => {
  const { free, mount = dirname(path) } = /^\s*(?<free>\d+) (?<mount>.+)$/mu.exec(report)?.groups ?? {};
  const lacking =
    free === undefined || Number(free) * 1024 >= bytes
      ? "has no room for another file"
      : `has ${free} kB free, and ${Math.ceil(bytes / 1024)} kB are needed`;
  return new SteadError({
    code: "DISK_FULL",
    where: `${server}:${path}`,
    what: `The disk of ${server} is full: ${mount} ${lacking}. What was there before is untouched.`,
    mend: `Make room on ${mount} there (\`du -xh --max-depth=2 ${mount} | sort -h | tail\` shows what is large), then run the command again.`,
  });
};
