import type { FastifyInstance, FastifyRequest } from "fastify";
import { isOperator } from "../accounts/viewer.ts";
import { fieldsOf } from "../web/fields.ts";
import { notFound } from "../web/problem.ts";
import { goTo, partOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import { readInbox, setHandled } from "./inbox.ts";
import { Inbox } from "./inbox-view.tsx";

/** What came through the contact form: for operators. To everybody else there is no such page. */
export const addInbox = (app: FastifyInstance, services: Services): void => {
  app.get("/inbox", async (request, reply) => {
    onlyOperators(request);
    const messages = await readInbox(services.db);
    return sendPage(services, request, reply, { title: "Inbox", body: <Inbox messages={messages} /> });
  });

  app.post("/inbox/:message", async (request, reply) => {
    onlyOperators(request);
    const handled = fieldsOf(request.body).exact("handled") === "yes";
    await setHandled(services.db, partOf(request, "message"), handled ? services.now() : null);
    return goTo(reply, "/inbox");
  });
};

const onlyOperators = (request: FastifyRequest): void => {
  memberOfRequest(request);
  if (!isOperator(request.viewer)) throw notFound();
};
