import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isAuthor } from "../posts/permissions.ts";
import type { Post } from "../posts/post.ts";
import { postPath } from "../posts/slug.ts";
import { Confirm } from "../web/confirm.tsx";
import { type Faults, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { notAllowed } from "../web/problem.ts";
import { goTo, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import type { Comment } from "./comment.ts";
import { commentFaults } from "./comment-faults.ts";
import { CommentFormPage } from "./form-view.tsx";
import { canDelete, canEdit } from "./permissions.ts";
import { requestedComment } from "./requested-comment.ts";
import { editComment, hideComment } from "./write-comment.ts";

/** A comment's own address, and what its author (or an operator) can do to it. */
export const addChanging = (app: FastifyInstance, services: Services): void => {
  app.get("/c/:comment", async (request, reply) => {
    const { comment, post } = await requestedComment(services.db, request);
    return reply.redirect(placeOf(comment, post), 302);
  });

  app.get("/c/:comment/edit", async (request, reply) => {
    const { comment } = await editable(services, request);
    return showForm(services, request, reply, { comment, body: comment.bodyMd, version: comment.version });
  });

  app.post("/c/:comment/edit", async (request, reply) => {
    const { comment, post } = await editable(services, request);
    const fields = fieldsOf(request.body);
    const body = fields.text("body");
    const version = Number.parseInt(fields.exact("version"), 10) || 0;
    if (fields.exact("intent") === "preview") {
      return showForm(services, request, reply, { comment, body, version, preview: true });
    }
    const faults = commentFaults(body);
    if (hasFaults(faults)) return showForm(services, request, reply, { comment, body, version, faults });
    if (await editComment(services.db, comment, body, version, services.now()))
      return goTo(reply, placeOf(comment, post));
    return showForm(services, request, reply, { comment, body, version: comment.version, faults: changedMeanwhile });
  });

  addDeleting(app, services);
};

const addDeleting = (app: FastifyInstance, services: Services): void => {
  app.get("/c/:comment/delete", async (request, reply) => {
    const { comment, post } = await deletable(services, request);
    return sendPage(services, request, reply, {
      title: "Delete comment",
      body: (
        <Confirm
          heading="Delete this comment?"
          text="Its text disappears for good. Replies to it stay."
          action={`/c/${comment.publicId}/delete`}
          button="Delete comment"
          back={placeOf(comment, post)}
        />
      ),
    });
  });

  app.post("/c/:comment/delete", async (request, reply) => {
    const { comment, post } = await deletable(services, request);
    await hideComment(services.db, comment, isAuthor(comment, request.viewer) ? "author" : "operator", services.now());
    return goTo(reply, `${postPath(post)}#comments`);
  });
};

const changedMeanwhile: Faults = {
  body: "This comment was changed elsewhere since you began. Save again to replace it",
};

const placeOf = (comment: Comment, post: Post): string => `${postPath(post)}#c-${comment.publicId}`;

const editable = async (services: Services, request: FastifyRequest) => {
  memberOfRequest(request);
  const found = await requestedComment(services.db, request);
  if (!canEdit(found.comment, request.viewer)) throw notAllowed("Only its author can edit a comment.");
  return found;
};

const deletable = async (services: Services, request: FastifyRequest) => {
  memberOfRequest(request);
  const found = await requestedComment(services.db, request);
  if (!canDelete(found.comment, request.viewer))
    throw notAllowed("Only its author or an operator can delete a comment.");
  return found;
};

interface Shown {
  readonly comment: Comment;
  readonly body: string;
  readonly version: number;
  readonly faults?: Faults;
  readonly preview?: boolean;
}

const showForm = (services: Services, request: FastifyRequest, reply: FastifyReply, shown: Shown): FastifyReply => {
  const { comment, body, version, faults = {}, preview = false } = shown;
  return sendPage(services, request, reply, {
    title: titleOf("Edit your comment", faults),
    status: hasFaults(faults) ? 422 : 200,
    body: (
      <CommentFormPage
        heading="Edit your comment"
        preview={preview}
        action={`/c/${comment.publicId}/edit`}
        label="Your comment"
        body={body}
        faults={faults}
        formKey=""
        version={version}
      />
    ),
  });
};
