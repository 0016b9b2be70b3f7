import type { Faults } from "../web/fields.ts";
import { FaultSummary, LineField, TextField } from "../web/form-parts.tsx";
import type { Html } from "../web/jsx/html.ts";
import { Moment } from "../web/moment.tsx";
import { SHORTEST_PASSWORD } from "./credentials.ts";
import type { Member } from "./viewer.ts";

/** One place where somebody is logged in. */
export interface ListedSession {
  readonly browser: string;
  readonly since: Date;
  readonly seen: Date;
  readonly here: boolean;
}

interface Props {
  readonly member: Member;
  readonly bio: string;
  readonly sessions: readonly ListedSession[];
  readonly faults: Faults;
  readonly done: string | undefined;
}

export const AccountPage = ({ member, bio, sessions, faults, done }: Props): Html => (
  <div class="narrow">
    <FaultSummary faults={faults} />
    {done !== undefined && (
      <p class="notice good" role="status">
        {done}
      </p>
    )}
    <h1>Your account</h1>
    <p class="lead">
      You are logged in as <a href={`/u/${member.username}`}>{member.username}</a>.
    </p>
    <ProfileForm bio={bio} faults={faults} />
    <PasswordForm username={member.username} faults={faults} />
    <Sessions sessions={sessions} />
  </div>
);

const ProfileForm = ({ bio, faults }: { readonly bio: string; readonly faults: Faults }): Html => (
  <section>
    <h2>About you</h2>
    <form action="/account/bio" method="post" novalidate data-guard="">
      <TextField
        name="bio"
        label="What others should know about you"
        hint="Shown on your profile page. Markdown works. Up to 1,000 characters."
        value={bio}
        rows={5}
        faults={faults}
      />
      <p class="actions">
        <button type="submit" class="button">
          Save
        </button>
      </p>
    </form>
  </section>
);

const PasswordForm = ({ username, faults }: { readonly username: string; readonly faults: Faults }): Html => (
  <section>
    <h2>Change your password</h2>
    <form action="/account/password" method="post" novalidate>
      <input type="text" name="username" value={username} autocomplete="username" readonly hidden />
      <LineField
        name="current"
        label="Current password"
        type="password"
        autocomplete="current-password"
        spellcheck="false"
        faults={faults}
      />
      <LineField
        name="password"
        label="New password"
        hint={`At least ${SHORTEST_PASSWORD} characters. You will be logged out everywhere else.`}
        type="password"
        autocomplete="new-password"
        spellcheck="false"
        faults={faults}
      />
      <p class="actions">
        <button type="submit" class="button">
          Change password
        </button>
      </p>
    </form>
  </section>
);

const Sessions = ({ sessions }: { readonly sessions: readonly ListedSession[] }): Html => (
  <section>
    <h2>Where you are logged in</h2>
    <ul class="rows">
      {sessions.map(({ browser, since, seen, here }) => (
        <li>
          <strong>{browser}</strong>
          {here && <span class="badge">this one</span>}
          <span class="quiet below">
            since <Moment at={since} />, last seen <Moment at={seen} />
          </span>
        </li>
      ))}
    </ul>
    {sessions.length > 1 && (
      <form action="/account/sessions/end" method="post">
        <button type="submit" class="button second">
          Log out everywhere else
        </button>
      </form>
    )}
  </section>
);
