import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Faults, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { notAllowed } from "../web/problem.ts";
import { goTo, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import { draftFaults, draftOf } from "./draft.ts";
import { PostForm } from "./form-view.tsx";
import { canEdit } from "./permissions.ts";
import type { Draft, Post } from "./post.ts";
import { requestedPost } from "./requested-post.ts";
import { postPath } from "./slug.ts";
import { editPost } from "./write-post.ts";

export const addEditing = (app: FastifyInstance, services: Services): void => {
  app.get("/p/:post/edit", async (request, reply) => {
    const post = await editablePost(services, request);
    return show(services, request, reply, { post, draft: post, version: post.version });
  });

  app.post("/p/:post/edit", async (request, reply) => {
    const post = await editablePost(services, request);
    const fields = fieldsOf(request.body);
    const draft = draftOf(fields);
    const version = Number.parseInt(fields.exact("version"), 10) || 0;
    if (fields.exact("intent") === "preview") {
      return show(services, request, reply, { post, draft, version, preview: true });
    }
    const faults = draftFaults(draft);
    if (hasFaults(faults)) return show(services, request, reply, { post, draft, version, faults });
    if (await editPost(services.db, post, draft, version, services.now())) {
      return goTo(reply, postPath({ ...post, title: draft.title }));
    }
    return show(services, request, reply, { post, draft, version: post.version, faults: changedMeanwhile });
  });
};

const changedMeanwhile: Faults = {
  body: "This post was changed elsewhere since you began. Open it in another window, compare, and save again to replace it",
};

const editablePost = async (services: Services, request: FastifyRequest): Promise<Post> => {
  memberOfRequest(request);
  const post = await requestedPost(services.db, request);
  if (!canEdit(post, request.viewer)) throw notAllowed("Only its author can edit a post.");
  return post;
};

interface Shown {
  readonly post: Post;
  readonly draft: Draft;
  readonly version: number;
  readonly faults?: Faults;
  readonly preview?: boolean;
}

const show = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { post, draft, version, faults = {}, preview = false }: Shown,
): FastifyReply =>
  sendPage(services, request, reply, {
    title: titleOf("Edit your post", faults),
    status: hasFaults(faults) ? 422 : 200,
    body: (
      <PostForm
        heading="Edit your post"
        action={`/p/${post.publicId}/edit`}
        publish="Save changes"
        draft={draft}
        faults={faults}
        preview={preview}
        formKey=""
        version={version}
      />
    ),
  });
