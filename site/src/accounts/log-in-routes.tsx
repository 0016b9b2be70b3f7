import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Faults, faultsOf, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { attempt, type Attempt } from "../web/limits.ts";
import { tooMany } from "../web/problem.ts";
import { clientNetwork } from "../web/proxy.ts";
import { goTo, queryOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { takeSessionCookie } from "../web/session-cookie.ts";
import { keepPrivate } from "../web/caching.ts";
import { LogInForm } from "./credentials-view.tsx";
import { logInMember } from "./log-in-member.ts";
import { nextPath } from "./next-path.ts";
import { endSession } from "./sessions.ts";
import { nameKey, setPassword, type StoredUser, userNamed } from "./users.ts";

export const addLoggingIn = (app: FastifyInstance, services: Services): void => {
  app.get("/log-in", async (request, reply) =>
    show(services, request, reply, { username: "", next: nextPath(queryOf(request, "next")) }),
  );

  app.post("/log-in", async (request, reply) => {
    const fields = fieldsOf(request.body);
    const form = { username: fields.line("username"), next: nextPath(fields.exact("next")) };
    const password = fields.exact("password");
    const faults = faultsOf({
      username: form.username === "" ? "Enter your user name" : undefined,
      password: password === "" ? "Enter your password" : undefined,
    });
    if (hasFaults(faults)) return show(services, request, reply, { ...form, faults });
    const user = await recognise(services, request, form.username, password);
    request.log.info({ event: user === undefined ? "log-in refused" : "log-in" }, "account");
    if (user === undefined) return show(services, request, reply, { ...form, faults: noMatch });
    await logInMember(services, request, reply, user);
    return goTo(reply, form.next);
  });

  app.post("/log-out", async (request, reply) => {
    if (request.viewer.kind === "member") await endSession(services.db, request.viewer.session);
    takeSessionCookie(request, reply);
    reply.header("clear-site-data", '"cache", "storage"');
    return goTo(reply, "/");
  });
};

/** The same words for an unknown name and for a wrong password. */
const noMatch: Faults = { username: "User name or password is not right" };

/** The user, or undefined; both take one hash. Attempts are counted first and forgiven when the password was right. */
const recognise = async (
  services: Services,
  request: FastifyRequest,
  username: string,
  password: string,
): Promise<StoredUser | undefined> => {
  const { db, passwords } = services;
  const attempts = await countAttempts(services, clientNetwork(request), nameKey(username));
  const user = await userNamed(db, username.slice(0, 100));
  if (!(await passwords.matches(password.slice(0, 2_000), user?.password_hash)) || user === undefined) return undefined;
  for (const made of attempts) await made.forget();
  if (passwords.isDated(user.password_hash)) await setPassword(db, user.id, await passwords.hash(password));
  return user;
};

/** By network first: a guesser who is refused there does not count against the account. */
const countAttempts = async (
  { db, limits, now }: Services,
  network: string,
  account: string,
): Promise<readonly Attempt[]> => {
  const byNetwork = await attempt(db, network, [limits.logInSoon, limits.logInLong], now());
  if (byNetwork.over !== undefined) throw tooMany(byNetwork.over.seconds, "There were too many attempts to log in.");
  const byAccount = await attempt(db, account, [limits.logInAccount], now());
  if (byAccount.over === undefined) return [byNetwork, byAccount];
  await byNetwork.forget();
  throw tooMany(byAccount.over.seconds, "There were too many attempts to log in.");
};

interface Shown {
  readonly username: string;
  readonly next: string;
  readonly faults?: Faults;
}

const show = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  { username, next, faults = {} }: Shown,
): FastifyReply => {
  keepPrivate(reply);
  return sendPage(services, request, reply, {
    title: titleOf("Log in", faults),
    status: hasFaults(faults) ? 422 : 200,
    canonical: "/log-in",
    body: <LogInForm username={username} next={next} faults={faults} />,
  });
};
