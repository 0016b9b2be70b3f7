import type { FastifyInstance } from "fastify";
import { Comments } from "../comments/thread-view.tsx";
import { commentsOn } from "../comments/find-comments.ts";
import { newToken } from "../db/ids.ts";
import { notFound } from "../web/problem.ts";
import { partOf, queryOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { HomePage } from "./list-view.tsx";
import { listPosts } from "./list-posts.ts";
import { PostView } from "./post-view.tsx";
import { requestedPost } from "./requested-post.ts";
import { postPath, slugOf } from "./slug.ts";

const feed = { title: "Foobar: newest posts", path: "/feed.atom" };

export const addReading = (app: FastifyInstance, services: Services): void => {
  app.get("/", async (request, reply) => {
    const stretch = { before: queryOf(request, "before") || undefined, after: queryOf(request, "after") || undefined };
    const page = await listPosts(services.db, stretch);
    const first = stretch.before === undefined && stretch.after === undefined;
    if (page.posts.length === 0 && !first) throw notFound();
    return sendPage(services, request, reply, {
      title: first ? "Newest posts" : "Older posts",
      description: "A place to write things down and talk them over.",
      ...(first ? { canonical: "/" } : {}),
      feed,
      body: <HomePage page={page} />,
    });
  });

  app.get("/p/:post", async (request, reply) => {
    const post = await requestedPost(services.db, request);
    return reply.redirect(postPath(post), 301);
  });

  app.get("/p/:post/:slug", async (request, reply) => {
    const post = await requestedPost(services.db, request);
    // The id decides; a title that changed, or a mistyped tail, still leads here.
    if (partOf(request, "slug") !== slugOf(post.title)) return reply.redirect(postPath(post), 301);
    const comments = await commentsOn(services.db, post.id);
    const { viewer } = request;
    return sendPage(services, request, reply, {
      title: post.title,
      description: post.excerpt,
      canonical: postPath(post),
      feed,
      body: (
        <PostView post={post} viewer={viewer}>
          <Comments
            post={post}
            comments={comments}
            viewer={viewer}
            formKey={viewer.kind === "member" ? newToken() : ""}
          />
        </PostView>
      ),
    });
  });
};
