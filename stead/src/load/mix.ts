import type { LoadRequest } from "./request.ts";

/** What the requests of a mix ask for. Without a write or a slow page, a page takes its share. */
export interface Mix {
  readonly page: LoadRequest;
  readonly write?: LoadRequest;
  readonly slow?: LoadRequest;
}

/** Percent of requests: design.md, "How lost requests are counted". */
const WRITES = 10;
const SLOW = 5;

/** Has no divisor in common with 100, so 100 requests in a row hold each share exactly, well spread. */
const STRIDE = 37;

/** The request at a place in the run. */
export const requestAt = (mix: Mix, index: number): LoadRequest => {
  const place = (index * STRIDE) % 100;
  if (place < SLOW) return mix.slow ?? mix.page;
  if (place < SLOW + WRITES) return mix.write ?? mix.page;
  return mix.page;
};
