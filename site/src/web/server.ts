import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { addAccounts } from "../accounts/routes.ts";
import { guest } from "../accounts/viewer.ts";
import { addComments } from "../comments/routes.ts";
import { addContact } from "../contact/routes.ts";
import { addPages } from "../pages/routes.tsx";
import { addPosts } from "../posts/routes.ts";
import { addProfiles } from "../profiles/profile-routes.tsx";
import { addAssets } from "./asset-routes.ts";
import { setCaching } from "./caching.ts";
import { addErrorPages } from "./error-pages.tsx";
import { setSecurityHeaders } from "./headers.ts";
import { addHealth } from "./health.ts";
import { logRequests, requestId } from "./request-log.ts";
import { refuseForeignWrites } from "./same-origin.ts";
import type { Services } from "./services.ts";
import { recogniseViewers } from "./viewer-of-request.ts";

/** Bytes of a form: 64 KiB of text, percent-encoded at worst, and some room. */
const BODY_LIMIT = 512 * 1024;

/** The whole site as one Fastify instance that is not listening yet. */
export const makeServer = async (
  services: Services,
  logger: FastifyServerOptions["logger"] = false,
): Promise<FastifyInstance> => {
  const app = fastify({
    logger,
    genReqId: requestId,
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "request" }),
    // While closing, a request that already arrived is still answered: that is what draining means.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  app.decorateRequest("viewer");
  app.removeAllContentTypeParsers();
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_LIMIT });
  app.addHook("onRequest", async (request, reply) => {
    request.viewer = guest;
    setSecurityHeaders(request, reply);
    refuseForeignWrites(request);
  });
  app.addHook("onSend", async (request, reply, payload) => setCaching(request, reply, payload));
  logRequests(app);
  addHealth(app, services);
  addAssets(app, services);
  await app.register(async (pages) => {
    addErrorPages(pages, services);
    recogniseViewers(pages, services);
    for (const addRoom of [addPosts, addComments, addAccounts, addProfiles, addContact, addPages])
      addRoom(pages, services);
  });
  return app;
};
