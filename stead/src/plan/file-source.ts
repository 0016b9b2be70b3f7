import { hashOf } from "../state/hash.ts";
import type { File } from "../state/vocabulary.ts";

/** Hash of the wish itself, its secrets as references: what the manifest keeps as `source`. */
export const fileSource = (file: File): string => hashOf([file.path, file.content, file.mode, file.account ?? null]);
