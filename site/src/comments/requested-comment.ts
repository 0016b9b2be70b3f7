import type { FastifyRequest } from "fastify";
import type { Db } from "../db/open.ts";
import { canRead } from "../posts/permissions.ts";
import type { Post } from "../posts/post.ts";
import { findPostById } from "../posts/find-post.ts";
import { notFound } from "../web/problem.ts";
import { partOf } from "../web/respond.ts";
import type { Comment } from "./comment.ts";
import { findComment } from "./find-comments.ts";
import { isGone } from "./permissions.ts";

/** The comment named in the path with its post, if this visitor may read both. Throws a 404 otherwise. */
export const requestedComment = async (
  db: Db,
  request: FastifyRequest,
): Promise<{ readonly comment: Comment; readonly post: Post }> => {
  const comment = await findComment(db, partOf(request, "comment"));
  if (comment === undefined || isGone(comment)) throw notFound();
  const post = await findPostById(db, comment.postId);
  if (post === undefined || !canRead(post, request.viewer)) throw notFound();
  return { comment, post };
};
