import { extname } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Services } from "./services.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
};

/** The built files, for when no web server stands in front (development, tests). Under Stead nginx serves them. */
export const addAssets = (app: FastifyInstance, { assets }: Pick<Services, "assets">): void => {
  for (const [address, content] of assets.files) {
    const keep = address.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=86400";
    app.get(address, (_request, reply) =>
      reply
        .header("cache-control", keep)
        .type(TYPES[extname(address)] ?? "application/octet-stream")
        .send(content),
    );
  }
};
