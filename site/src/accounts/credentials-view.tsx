import type { Faults } from "../web/fields.ts";
import { FaultSummary, LineField, Trap } from "../web/form-parts.tsx";
import type { Html } from "../web/jsx/html.ts";
import { SHORTEST_PASSWORD } from "./credentials.ts";

interface Props {
  readonly username: string;
  readonly next: string;
  readonly faults: Faults;
}

export const RegisterForm = ({ username, next, faults, formKey }: Props & { readonly formKey: string }): Html => (
  <div class="narrow">
    <FaultSummary faults={faults} />
    <h1>Register</h1>
    <p class="lead">A name and a password are all it takes. No e-mail address, no questions.</p>
    <form action="/register" method="post" novalidate>
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="next" value={next} />
      <LineField
        name="username"
        label="User name"
        hint="Letters a to z, digits, hyphens and underscores. Everybody can see it."
        value={username}
        autocomplete="username"
        spellcheck="false"
        faults={faults}
      />
      <LineField
        name="password"
        label="Password"
        hint={`At least ${SHORTEST_PASSWORD} characters. Three random words work well. Keep it safe: it cannot be sent to you.`}
        type="password"
        autocomplete="new-password"
        spellcheck="false"
        faults={faults}
      />
      <Trap />
      <p class="actions">
        <button type="submit" class="button">
          Register
        </button>
      </p>
    </form>
    <p class="quiet">
      Registered already? <a href={`/log-in?next=${encodeURIComponent(next)}`}>Log in</a>.
    </p>
  </div>
);

export const LogInForm = ({ username, next, faults }: Props): Html => (
  <div class="narrow">
    <FaultSummary faults={faults} />
    <h1>Log in</h1>
    <form action="/log-in" method="post" novalidate>
      <input type="hidden" name="next" value={next} />
      <LineField
        name="username"
        label="User name"
        value={username}
        autocomplete="username"
        spellcheck="false"
        faults={faults}
      />
      <LineField
        name="password"
        label="Password"
        type="password"
        autocomplete="current-password"
        spellcheck="false"
        faults={faults}
      />
      <p class="actions">
        <button type="submit" class="button">
          Log in
        </button>
      </p>
    </form>
    <p class="quiet">
      New here? <a href={`/register?next=${encodeURIComponent(next)}`}>Register</a>.
    </p>
  </div>
);
