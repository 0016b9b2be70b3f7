import type { FastifyRequest } from "fastify";
import type { Db } from "../db/open.ts";
import { notFound } from "../web/problem.ts";
import { partOf } from "../web/respond.ts";
import { findPost } from "./find-post.ts";
import { canRead } from "./permissions.ts";
import type { Post } from "./post.ts";

/** The post named in the path, if this visitor may read it. Throws a 404 otherwise: gone and never there look alike. */
export const requestedPost = async (db: Db, request: FastifyRequest): Promise<Post> => {
  const post = await findPost(db, partOf(request, "post"));
  if (post === undefined || !canRead(post, request.viewer)) throw notFound();
  return post;
};
