import { hashText } from "../state/hash.ts";
import { fillText } from "../state/text.ts";
import type { DesiredState } from "../state/vocabulary.ts";
import { revealing, type Secrets } from "./secrets.ts";

/** By id, the hash of each file with secrets as it should be: the plan compares by it and never sees the secret. */
export const renderedHashes = (desired: DesiredState, secrets: Secrets): ReadonlyMap<string, string> =>
  new Map(
    desired.flatMap((value) => {
      if (value.kind !== "file" || typeof value.content === "string") return [];
      const content = fillText(value.content, revealing(secrets));
      return content === undefined ? [] : [[value.id, hashText(content)] as const];
    }),
  );
