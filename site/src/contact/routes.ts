import type { FastifyInstance } from "fastify";
import type { Services } from "../web/services.ts";
import { addContactForm } from "./contact-routes.tsx";
import { addInbox } from "./inbox-routes.tsx";

/** Every address of this room: /contact and /inbox. */
export const addContact = (app: FastifyInstance, services: Services): void => {
  addContactForm(app, services);
  addInbox(app, services);
};
