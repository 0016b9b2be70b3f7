import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "../kernel/errors.ts";
import type { Spec } from "../spec/spec.ts";

/** The user's own files that `snippets` names, by engine, and what is wrong with them. */
export const readSnippets = async (
  folder: string,
  { settings }: Spec,
): Promise<{ readonly texts: Readonly<Record<string, string>>; readonly faults: readonly Fault[] }> => {
  const named = Object.entries((settings["snippets"] ?? {}) as Readonly<Record<string, string | undefined>>);
  const read = await Promise.all(
    named.flatMap(([engine, path]) => (path === undefined ? [] : [readSnippet(folder, engine, path)])),
  );
  return {
    texts: Object.fromEntries(read.flatMap(({ engine, text }) => (text === undefined ? [] : [[engine, text]]))),
    faults: read.flatMap(({ fault }) => fault ?? []),
  };
};

interface Snippet {
  readonly engine: string;
  readonly text?: string;
  readonly fault?: Fault;
}

const readSnippet = async (folder: string, engine: string, path: string): Promise<Snippet> => {
  try {
    return { engine, text: await readFile(join(folder, path), "utf8") };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      engine,
      fault: {
        code: "SPEC_INVALID",
        where: `snippets.${engine}`,
        what: `names ${path}, which cannot be read (${detail}).`,
        mend: "Write a path as seen from the folder of stead.config.ts, or take the setting out.",
      },
    };
  }
};
