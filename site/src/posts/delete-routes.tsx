import type { FastifyInstance, FastifyRequest } from "fastify";
import { Confirm } from "../web/confirm.tsx";
import { notAllowed } from "../web/problem.ts";
import { goTo, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import { canDelete, isAuthor } from "./permissions.ts";
import type { Post } from "./post.ts";
import { requestedPost } from "./requested-post.ts";
import { postPath } from "./slug.ts";
import { hidePost } from "./write-post.ts";

export const addDeleting = (app: FastifyInstance, services: Services): void => {
  app.get("/p/:post/delete", async (request, reply) => {
    const post = await deletablePost(services, request);
    const word = isAuthor(post, request.viewer) ? "Delete" : "Remove";
    return sendPage(services, request, reply, {
      title: `${word} post`,
      body: (
        <Confirm
          heading={`${word} “${post.title}”?`}
          text="It disappears from every list, and its page with all comments is gone. This cannot be undone."
          action={`/p/${post.publicId}/delete`}
          button={`${word} post`}
          back={postPath(post)}
        />
      ),
    });
  });

  app.post("/p/:post/delete", async (request, reply) => {
    const post = await deletablePost(services, request);
    await hidePost(services.db, post, isAuthor(post, request.viewer) ? "author" : "operator", services.now());
    return goTo(reply, "/");
  });
};

const deletablePost = async (services: Services, request: FastifyRequest): Promise<Post> => {
  memberOfRequest(request);
  const post = await requestedPost(services.db, request);
  if (!canDelete(post, request.viewer)) throw notAllowed("Only its author or an operator can delete a post.");
  return post;
};
