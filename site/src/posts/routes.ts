import type { FastifyInstance } from "fastify";
import type { Services } from "../web/services.ts";
import { addDeleting } from "./delete-routes.tsx";
import { addEditing } from "./edit-routes.tsx";
import { addReading } from "./read-routes.tsx";
import { addWriting } from "./write-routes.tsx";

/** Every address of this room: /, /p/..., /write. */
export const addPosts = (app: FastifyInstance, services: Services): void => {
  addReading(app, services);
  addWriting(app, services);
  addEditing(app, services);
  addDeleting(app, services);
};
