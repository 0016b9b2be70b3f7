import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isDuplicate } from "../db/faults.ts";
import { newToken } from "../db/ids.ts";
import { doOnce } from "../web/once.ts";
import { keepPrivate } from "../web/caching.ts";
import { type Faults, faultsOf, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { attempt } from "../web/limits.ts";
import { tooMany } from "../web/problem.ts";
import { clientNetwork } from "../web/proxy.ts";
import { goTo, queryOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { nameFault, passwordFault } from "./credentials.ts";
import { RegisterForm } from "./credentials-view.tsx";
import { logInMember } from "./log-in-member.ts";
import { nextPath } from "./next-path.ts";
import { addUser, userNamed } from "./users.ts";

export const addRegistering = (app: FastifyInstance, services: Services): void => {
  app.get("/register", async (request, reply) => {
    const next = nextPath(queryOf(request, "next"));
    return show(services, request, reply, { username: "", next, key: newToken() });
  });

  app.post("/register", async (request, reply) => {
    const fields = fieldsOf(request.body);
    const form = { username: fields.line("username"), next: nextPath(fields.exact("next")), key: fields.exact("key") };
    const password = fields.exact("password");
    const faults = faultsOf({
      username: nameFault(form.username),
      password: passwordFault(password, form.username),
      website: fields.exact("website") === "" ? undefined : "Leave the hidden field empty",
    });
    if (hasFaults(faults)) return show(services, request, reply, { ...form, faults });
    const { over } = await attempt(services.db, clientNetwork(request), [services.limits.register], services.now());
    if (over !== undefined) throw tooMany(over.seconds, "Many people have registered from your network just now.");
    const user = await register(services, form.username, password, form.key);
    if (user === undefined) return show(services, request, reply, { ...form, faults: nameTaken });
    await logInMember(services, request, reply, user);
    return goTo(reply, form.next);
  });
};

const nameTaken: Faults = { username: "That user name is taken. Choose another one" };

/**
 * The new user, or undefined when the name is somebody else's. A second press of the same form's button finds the user that
 * the first one made, and is let in with the same password instead of being told that the name is taken.
 */
const register = async ({ db, passwords, now }: Services, username: string, password: string, key: string) => {
  const hash = await passwords.hash(password);
  const submission = { key, sender: "register", location: `/u/${username}` };
  try {
    await doOnce(db, submission, (queries) => addUser(queries, username, hash, now()), now());
  } catch (fault) {
    if (isDuplicate(fault)) return undefined;
    throw fault;
  }
  const user = await userNamed(db, username);
  const ours = user?.password_hash === hash || (await passwords.matches(password, user?.password_hash));
  return ours ? user : undefined;
};

interface Shown {
  readonly username: string;
  readonly next: string;
  readonly key: string;
  readonly faults?: Faults;
}

const show = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { username, next, key, faults = {} }: Shown,
): FastifyReply => {
  keepPrivate(reply);
  return sendPage(services, request, reply, {
    title: titleOf("Register", faults),
    status: hasFaults(faults) ? 422 : 200,
    canonical: "/register",
    body: <RegisterForm username={username} next={next} faults={faults} formKey={key} />,
  });
};
