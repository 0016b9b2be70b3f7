import type { Readable } from "node:stream";
import { collectText } from "../collect-text.ts";

/** Collects what a stream says and passes each line on as it comes. The answer gives what was said so far. */
export const collect = (stream: Readable | null, onLine?: (line: string) => void): (() => string) => {
  const said = collectText(onLine);
  stream?.on("data", said.take);
  stream?.once("end", said.end);
  return said.text;
};
