import type { FastifyInstance } from "fastify";
import { listPosts } from "../posts/list-posts.ts";
import { notFound } from "../web/problem.ts";
import { partOf, queryOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { findProfile, recentComments } from "./find-profile.ts";
import { ProfilePage } from "./profile-view.tsx";

const COMMENTS_SHOWN = 10;

/** /u/NAME */
export const addProfiles = (app: FastifyInstance, services: Services): void => {
  const { db } = services;
  app.get("/u/:name", async (request, reply) => {
    const profile = await findProfile(db, partOf(request, "name"));
    if (profile === undefined) throw notFound();
    const before = queryOf(request, "before") || undefined;
    const after = queryOf(request, "after") || undefined;
    const page = await listPosts(db, { before, after, authorId: profile.id });
    const comments = await recentComments(db, profile.id, COMMENTS_SHOWN);
    return sendPage(services, request, reply, {
      title: profile.username,
      description: `What ${profile.username} writes on Foobar.`,
      ...(before === undefined && after === undefined ? { canonical: `/u/${profile.username}` } : {}),
      feed: { title: `Foobar: ${profile.username}`, path: `/u/${profile.username}/feed.atom` },
      body: <ProfilePage profile={profile} page={page} comments={comments} viewer={request.viewer} />,
    });
  });
};
