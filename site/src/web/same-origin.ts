import type { FastifyRequest } from "fastify";
import { Problem } from "./problem.ts";
import { originOf } from "./proxy.ts";

/**
 * Lets a request change something only when the browser says that a page of this very origin sent it: Sec-Fetch-Site, or,
 * where that is not sent (plain http), Origin. No hidden token is needed, so pages hold nothing secret and may be cached.
 * Throws a 403 for all else.
 */
export const refuseForeignWrites = (request: Pick<FastifyRequest, "headers" | "socket" | "method">): void => {
  if (SAFE_METHODS.has(request.method) || isFromHere(request)) return;
  throw new Problem(
    403,
    "That did not come from this site",
    "Go back, reload the page and try again. Nothing was changed.",
  );
};

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

const isFromHere = (request: Pick<FastifyRequest, "headers" | "socket">): boolean => {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin } = request.headers;
  return origin !== undefined && origin === originOf(request);
};
