import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { newToken } from "../db/ids.ts";
import { keepPrivate } from "../web/caching.ts";
import { type Faults, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { attempt } from "../web/limits.ts";
import { tooMany } from "../web/problem.ts";
import { clientNetwork } from "../web/proxy.ts";
import { goTo, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { ContactForm, Sent } from "./contact-view.tsx";
import { type Message, messageFaults, messageOf, storeMessage } from "./message.ts";

export const addContactForm = (app: FastifyInstance, services: Services): void => {
  app.get("/contact", async (request, reply) => {
    const name = request.viewer.kind === "member" ? request.viewer.username : "";
    return show(services, request, reply, { message: { name, email: "", body: "" }, key: newToken() });
  });

  app.post("/contact", async (request, reply) => {
    const { db, limits, now } = services;
    const { viewer } = request;
    const fields = fieldsOf(request.body);
    const message = messageOf(fields);
    const key = fields.exact("key");
    const faults = messageFaults(message);
    if (hasFaults(faults)) return show(services, request, reply, { message, key, faults });
    // A machine learns nothing from having been caught.
    if (fields.exact("website") !== "") return goTo(reply, "/contact/sent");
    const { over } = await attempt(db, clientNetwork(request), [limits.contact], now());
    if (over !== undefined) throw tooMany(over.seconds, "Several messages came from your network just now.");
    await storeMessage(db, message, viewer.kind === "member" ? viewer.id : null, key, now());
    return goTo(reply, "/contact/sent");
  });

  app.get("/contact/sent", async (request, reply) =>
    sendPage(services, request, reply, { title: "Message sent", body: <Sent /> }),
  );
};

interface Shown {
  readonly message: Message;
  readonly key: string;
  readonly faults?: Faults;
}

const show = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { message, key, faults = {} }: Shown,
): FastifyReply => {
  keepPrivate(reply);
  return sendPage(services, request, reply, {
    title: titleOf("Contact", faults),
    status: hasFaults(faults) ? 422 : 200,
    canonical: "/contact",
    body: <ContactForm message={message} faults={faults} formKey={key} />,
  });
};
