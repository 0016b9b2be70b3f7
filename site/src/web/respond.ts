import type { FastifyReply, FastifyRequest } from "fastify";
import { jsx } from "./jsx/jsx-runtime.ts";
import { Layout, type Page } from "./layout.tsx";
import type { Services } from "./services.ts";

/** Sends a whole page, in the layout, as the visitor who asks should see it. */
export const sendPage = (
  { assets, origin }: Pick<Services, "assets" | "origin">,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
): FastifyReply => {
  const around = { viewer: request.viewer, assets, origin, path: pathOf(request) };
  return reply
    .code(page.status ?? 200)
    .type("text/html; charset=utf-8")
    .send(`<!doctype html>${jsx(Layout, { page, around }).toString()}`);
};

/** After a form was dealt with: the browser asks for `location` with GET, so that reloading sends nothing twice. */
export const goTo = (reply: FastifyReply, location: string): FastifyReply => reply.redirect(location, 303);

/** The path asked for, without its query. */
export const pathOf = (request: FastifyRequest): string => request.url.split("?", 1)[0] ?? "/";

/** A query value, once: a list of them, or none, is empty. */
export const queryOf = (request: FastifyRequest, name: string): string => {
  const { query } = request;
  const value =
    typeof query === "object" && query !== null && Object.hasOwn(query, name) ? Reflect.get(query, name) : "";
  return typeof value === "string" ? value : "";
};

/** A named part of the path. */
export const partOf = (request: FastifyRequest, name: string): string => {
  const { params } = request;
  const value: unknown = typeof params === "object" && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === "string" ? value : "";
};
