import type { RequestKind } from "./request.ts";

/**
 * What became of one request, by the counting rule: `ok`, a complete expected answer; `unknown`, a write whose answer
 * never came, so that nobody can say whether it was done; `failed`, everything else.
 */
export interface Outcome {
  readonly kind: RequestKind;
  readonly result: "ok" | "failed" | "unknown";
  /** Why not `ok`, in a few words that can be counted: `status 502`, `answer cut after some bytes`. */
  readonly reason?: string;
  /** Sent once more, because the reused connection was closed before any byte of an answer. */
  readonly resent: boolean;
  /** Milliseconds of performance.now(). */
  readonly began: number;
  readonly ended: number;
}
