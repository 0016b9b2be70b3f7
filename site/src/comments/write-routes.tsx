import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isOperator, type Member } from "../accounts/viewer.ts";
import { newToken } from "../db/ids.ts";
import { canComment } from "../posts/permissions.ts";
import type { Post } from "../posts/post.ts";
import { requestedPost } from "../posts/requested-post.ts";
import { postPath } from "../posts/slug.ts";
import { type Faults, type Fields, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { storedHtml } from "../web/jsx/html.ts";
import { attempt } from "../web/limits.ts";
import { notAllowed, notFound, tooMany } from "../web/problem.ts";
import { goTo, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import type { Comment } from "./comment.ts";
import { commentFaults } from "./comment-faults.ts";
import { findComment } from "./find-comments.ts";
import { CommentFormPage } from "./form-view.tsx";
import { canReply } from "./permissions.ts";
import { requestedComment } from "./requested-comment.ts";
import { addComment } from "./write-comment.ts";

export const addCommenting = (app: FastifyInstance, services: Services): void => {
  app.get("/c/:comment/reply", async (request, reply) => {
    memberOfRequest(request);
    const { comment, post } = await requestedComment(services.db, request);
    if (!canReply(comment, request.viewer)) throw notAllowed("This thread is as deep as it can get.");
    return show(services, request, reply, { post, parent: comment, body: "", key: newToken() });
  });

  app.get("/p/:post/comments", async (request, reply) => {
    const post = await requestedPost(services.db, request);
    return reply.redirect(`${postPath(post)}#comments`, 301);
  });

  app.post("/p/:post/comments", async (request, reply) => {
    const member = memberOfRequest(request);
    const post = await requestedPost(services.db, request);
    const fields = fieldsOf(request.body);
    const parent = await parentOf(services, request, post, fields);
    const form = { post, parent, body: fields.text("body"), key: fields.exact("key") };
    if (fields.exact("intent") === "preview") return show(services, request, reply, { ...form, preview: true });
    const faults = commentFaults(form.body);
    if (hasFaults(faults)) return show(services, request, reply, { ...form, faults });
    return goTo(reply, await publish(services, member, form));
  });
};

interface Form {
  readonly post: Post;
  readonly parent: Comment | undefined;
  readonly body: string;
  readonly key: string;
}

const publish = async (
  { db, limits, now }: Services,
  member: Member,
  { post, parent, body, key }: Form,
): Promise<string> => {
  const { over } = await attempt(db, `user ${member.id}`, [limits.comment], now());
  if (over !== undefined && !isOperator(member))
    throw tooMany(over.seconds, "You have written a lot of comments just now.");
  return addComment(db, member, { post, parent, bodyMd: body, key }, now());
};

/** What is answered, if it is a comment and not the post itself. Throws when it cannot be answered. */
const parentOf = async (
  { db }: Services,
  request: FastifyRequest,
  post: Post,
  fields: Fields,
): Promise<Comment | undefined> => {
  if (!canComment(post, request.viewer)) throw notAllowed("This post takes no comments.");
  const id = fields.exact("parent");
  if (id === "") return undefined;
  const parent = await findComment(db, id);
  if (parent === undefined || parent.postId !== post.id) throw notFound();
  if (!canReply(parent, request.viewer)) throw notAllowed("This comment cannot be answered any more.");
  return parent;
};

interface Shown extends Form {
  readonly faults?: Faults;
  readonly preview?: boolean;
}

const show = (services: Services, request: FastifyRequest, reply: FastifyReply, shown: Shown): FastifyReply => {
  const { post, parent, body, key, faults = {}, preview = false } = shown;
  return sendPage(services, request, reply, {
    title: titleOf(parent === undefined ? `Comment on ${post.title}` : `Reply to ${parent.author}`, faults),
    status: hasFaults(faults) ? 422 : 200,
    body: (
      <CommentFormPage
        heading={parent === undefined ? "Comment" : `Reply to ${parent.author}`}
        preview={preview}
        action={`/p/${post.publicId}/comments`}
        label={parent === undefined ? "Your comment" : "Your reply"}
        body={body}
        faults={faults}
        formKey={key}
        {...(parent === undefined ? {} : { parent: parent.publicId })}
      >
        <p class="byline">
          On <a href={postPath(post)}>{post.title}</a>
        </p>
        {parent !== undefined && <blockquote class="prose small quoted">{storedHtml(parent.bodyHtml)}</blockquote>}
      </CommentFormPage>
    ),
  });
};
