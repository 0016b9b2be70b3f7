import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { bioFault, bioOf, saveBio } from "../profiles/bio.ts";
import { type Faults, faultsOf, fieldsOf, hasFaults } from "../web/fields.ts";
import { titleOf } from "../web/form-parts.tsx";
import { attempt } from "../web/limits.ts";
import { tooMany } from "../web/problem.ts";
import { goTo, queryOf, sendPage } from "../web/respond.ts";
import type { Services } from "../web/services.ts";
import { memberOfRequest } from "../web/viewer-of-request.ts";
import { AccountPage, type ListedSession } from "./account-view.tsx";
import { browserName } from "./browser-name.ts";
import { passwordFault } from "./credentials.ts";
import { endOtherSessions, sessionsOf } from "./sessions.ts";
import { nameKey, setPassword, userNamed } from "./users.ts";
import type { Member } from "./viewer.ts";

export const addAccountPage = (app: FastifyInstance, services: Services): void => {
  app.get("/account", async (request, reply) => show(services, request, reply, {}));

  app.post("/account/bio", async (request, reply) => {
    const member = memberOfRequest(request);
    const bio = fieldsOf(request.body).text("bio");
    const faults = faultsOf({ bio: bioFault(bio) });
    if (hasFaults(faults)) return show(services, request, reply, faults, bio);
    await saveBio(services.db, member.id, bio);
    return goTo(reply, "/account?saved=bio");
  });

  app.post("/account/password", async (request, reply) => {
    const member = memberOfRequest(request);
    const fields = fieldsOf(request.body);
    const faults = await changePassword(services, member, fields.exact("current"), fields.exact("password"));
    return hasFaults(faults) ? show(services, request, reply, faults) : goTo(reply, "/account?saved=password");
  });

  app.post("/account/sessions/end", async (request, reply) => {
    const member = memberOfRequest(request);
    await endOtherSessions(services.db, member.id, member.session);
    return goTo(reply, "/account?saved=sessions");
  });
};

/** The only notices there are: an address cannot put words on the page. */
const NOTICES: Readonly<Record<string, string>> = {
  bio: "Your profile is saved.",
  password: "Your password is changed. Everywhere else you are logged out.",
  sessions: "Everywhere else you are logged out.",
};

const changePassword = async (services: Services, member: Member, current: string, wanted: string): Promise<Faults> => {
  const { db, passwords, limits, now } = services;
  const faults = faultsOf({
    current: current === "" ? "Enter your current password" : undefined,
    password: passwordFault(wanted, member.username),
  });
  if (hasFaults(faults)) return faults;
  const made = await attempt(db, nameKey(member.username), [limits.logInAccount], now());
  if (made.over !== undefined) throw tooMany(made.over.seconds, "There were too many attempts.");
  const user = await userNamed(db, member.username);
  if (!(await passwords.matches(current, user?.password_hash))) return { current: "Current password is not right" };
  await made.forget();
  await setPassword(db, member.id, await passwords.hash(wanted));
  await endOtherSessions(db, member.id, member.session);
  return {};
};

const show = async (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  faults: Faults,
  bio?: string,
): Promise<FastifyReply> => {
  const member = memberOfRequest(request);
  const sessions = await sessionsOf(services.db, member.id, services.now());
  const listed = sessions.map((session): ListedSession => ({
    browser: browserName(session.user_agent),
    since: session.created_at,
    seen: session.seen_at,
    here: session.token_hash.equals(member.session),
  }));
  const saved = queryOf(request, "saved");
  return sendPage(services, request, reply, {
    title: titleOf("Your account", faults),
    status: hasFaults(faults) ? 422 : 200,
    body: (
      <AccountPage
        member={member}
        bio={bio ?? (await bioOf(services.db, member.id))}
        sessions={listed}
        faults={faults}
        done={Object.hasOwn(NOTICES, saved) ? NOTICES[saved] : undefined}
      />
    ),
  });
};
