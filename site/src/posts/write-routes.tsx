import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { newToken } from "../db/ids.ts";
import { isOperator } from "../accounts/viewer.ts";
import { type Faults, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { attempt } from "../web/limits.ts";
import { tooMany } from "../web/problem.ts";
import { goTo, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import { draftFaults, draftOf } from "./draft.ts";
import { PostForm } from "./form-view.tsx";
import type { Draft } from "./post.ts";
import { publishPost } from "./write-post.ts";

export const addWriting = (app: FastifyInstance, services: Services): void => {
  app.get("/write", async (request, reply) => {
    memberOfRequest(request);
    return show(services, request, reply, { draft: { title: "", bodyMd: "" }, key: newToken() });
  });

  app.post("/write", async (request, reply) => {
    const member = memberOfRequest(request);
    const fields = fieldsOf(request.body);
    const draft = draftOf(fields);
    const key = fields.exact("key");
    if (fields.exact("intent") === "preview") return show(services, request, reply, { draft, key, preview: true });
    const faults = draftFaults(draft);
    if (hasFaults(faults)) return show(services, request, reply, { draft, key, faults });
    const now = services.now();
    const { over } = await attempt(services.db, `user ${member.id}`, [services.limits.post], now);
    if (over !== undefined && !isOperator(member)) throw tooMany(over.seconds, "You have posted a lot just now.");
    return goTo(reply, await publishPost(services.db, member, draft, key, now));
  });
};

interface Shown {
  readonly draft: Draft;
  readonly key: string;
  readonly faults?: Faults;
  readonly preview?: boolean;
}

const show = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { draft, key, faults = {}, preview = false }: Shown,
): FastifyReply =>
  sendPage(services, request, reply, {
    title: titleOf(preview ? "Preview" : "Write a post", faults),
    status: hasFaults(faults) ? 422 : 200,
    body: (
      <PostForm
        heading="Write a post"
        action="/write"
        publish="Publish"
        draft={draft}
        faults={faults}
        preview={preview}
        formKey={key}
      />
    ),
  });
