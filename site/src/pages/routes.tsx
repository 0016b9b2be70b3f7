import type { FastifyInstance } from "fastify";
import { findProfile } from "../profiles/find-profile.ts";
import { notFound } from "../web/problem.ts";
import { partOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { About } from "./about-view.tsx";
import { atomFeed, feedEntries, sitemap } from "./feed.ts";

/** Pages that belong to no other room, and what is read by machines. */
export const addPages = (app: FastifyInstance, services: Services): void => {
  const { db, origin } = services;

  app.get("/about", async (request, reply) =>
    sendPage(services, request, reply, {
      title: "About",
      description: "What Foobar is, its rules, and what it keeps about you.",
      canonical: "/about",
      body: <About />,
    }),
  );

  app.get("/feed.atom", async (_request, reply) => {
    const feed = { origin, path: "/feed.atom", page: "/", title: "Foobar: newest posts" };
    return reply.type(ATOM).send(atomFeed(feed, await feedEntries(db)));
  });

  app.get("/u/:name/feed.atom", async (request, reply) => {
    const profile = await findProfile(db, partOf(request, "name"));
    if (profile === undefined) throw notFound();
    const page = `/u/${profile.username}`;
    const feed = { origin, path: `${page}/feed.atom`, page, title: `Foobar: ${profile.username}` };
    return reply.type(ATOM).send(atomFeed(feed, await feedEntries(db, profile.id)));
  });

  app.get("/sitemap.xml", async (_request, reply) =>
    reply.type("application/xml; charset=utf-8").send(await sitemap(db, origin)),
  );

  app.get("/robots.txt", (_request, reply) =>
    reply
      .type("text/plain; charset=utf-8")
      .send(`User-agent: *\nDisallow: /write\nDisallow: /account\n\nSitemap: ${origin}/sitemap.xml\n`),
  );
};

const ATOM = "application/atom+xml; charset=utf-8";
