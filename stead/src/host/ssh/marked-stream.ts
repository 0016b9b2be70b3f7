/** What a stream of a remote shell consists of: what programs wrote, and the shell's own marks between it. */
export interface MarkedListener {
  readonly data: (chunk: Buffer) => void;
  readonly mark: (words: string) => void;
}

/**
 * Tells a stream's marks from what stands between them. A mark is `sign`, words, and the end of the line; it may begin anywhere, also
 * after half a line of output. Nothing is kept back but what may be the beginning of a mark.
 */
export const readMarked = (sign: string, listener: MarkedListener): ((chunk: Buffer) => void) => {
  const start = Buffer.from(sign);
  let kept: Buffer = Buffer.alloc(0);
  const step = (): boolean => {
    const at = kept.indexOf(start);
    const output = kept.subarray(0, at === -1 ? kept.length - beginningAtEnd(kept, start) : at);
    if (output.length > 0) listener.data(output);
    kept = kept.subarray(output.length);
    const end = at === -1 ? -1 : kept.indexOf("\n");
    if (end === -1) return false;
    const words = kept.subarray(start.length, end).toString();
    kept = kept.subarray(end + 1);
    listener.mark(words);
    return true;
  };
  return (chunk) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    while (step());
  };
};

/** How many of the last bytes may be the beginning of a mark. */
const beginningAtEnd = (bytes: Buffer, start: Buffer): number => {
  for (let length = Math.min(start.length - 1, bytes.length); length > 0; length -= 1)
    if (bytes.subarray(bytes.length - length).equals(start.subarray(0, length))) return length;
  return 0;
};
