import type { FastifyInstance } from "fastify";
import type { Services } from "../web/services.ts";
import { addChanging } from "./change-routes.tsx";
import { addCommenting } from "./write-routes.tsx";

/** Every address of this room: /p/.../comments and /c/... */
export const addComments = (app: FastifyInstance, services: Services): void => {
  addCommenting(app, services);
  addChanging(app, services);
};
