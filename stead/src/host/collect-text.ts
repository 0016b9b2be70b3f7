import { StringDecoder } from "node:string_decoder";

/** Characters kept of one stream; of a longer one the end, where the cause stands. */
const LARGEST_KEPT = 16 * 1024 * 1024;

/** What one stream of a program says, chunk by chunk, whichever way the chunks come. */
export interface CollectedText {
  readonly take: (chunk: Buffer) => void;
  /** Nothing more comes. */
  readonly end: () => void;
  /** What was said so far. */
  readonly text: () => string;
}

/** Collects what a stream says and passes each line on as it comes, the last one also when it is unfinished. */
export const collectText = (onLine?: (line: string) => void): CollectedText => {
  const decoder = new StringDecoder("utf8");
  let kept = "";
  let unfinished = "";
  const add = (text: string): void => {
    kept += text;
    if (kept.length > 2 * LARGEST_KEPT) kept = kept.slice(-LARGEST_KEPT);
    if (!onLine) return;
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    lines.forEach((line) => onLine(line));
  };
  return {
    take: (chunk) => add(decoder.write(chunk)),
    end: () => {
      add(decoder.end());
      if (unfinished !== "") onLine?.(unfinished);
    },
    text: () => kept,
  };
};
