import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";

/** Characters kept of one stream; of a longer one the end, where the cause stands. */
const LARGEST_KEPT = 16 * 1024 * 1024;

/** Collects what a stream says and passes each line on as it comes. The answer gives what was said so far. */
export const collect = (stream: Readable | null, onLine?: (line: string) => void): (() => string) => {
  const decoder = new StringDecoder("utf8");
  let kept = "";
  let unfinished = "";
  const take = (text: string): void => {
    kept += text;
    if (kept.length > 2 * LARGEST_KEPT) kept = kept.slice(-LARGEST_KEPT);
    if (!onLine) return;
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    lines.forEach((line) => onLine(line));
  };
  stream?.on("data", (chunk: Buffer) => take(decoder.write(chunk)));
  stream?.once("end", () => {
    take(decoder.end());
    if (unfinished !== "") onLine?.(unfinished);
  });
  return () => kept;
};
