import type { FastifyInstance } from "fastify";
import type { Services } from "../web/services.ts";
import { addAccountPage } from "./account-routes.tsx";
import { addLoggingIn } from "./log-in-routes.tsx";
import { addRegistering } from "./register-routes.tsx";

/** Every address of this room: /register, /log-in, /log-out, /account. */
export const addAccounts = (app: FastifyInstance, services: Services): void => {
  addRegistering(app, services);
  addLoggingIn(app, services);
  addAccountPage(app, services);
};
