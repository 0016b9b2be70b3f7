import type { Faults } from "../web/fields.ts";
import { FaultSummary, LineField, TextField, Trap } from "../web/form-parts.tsx";
import type { Html } from "../web/jsx/html.ts";
import type { Message } from "./message.ts";

interface Props {
  readonly message: Message;
  readonly faults: Faults;
  readonly formKey: string;
}

export const ContactForm = ({ message, faults, formKey }: Props): Html => (
  <div class="narrow">
    <FaultSummary faults={faults} />
    <h1>Contact</h1>
    <p class="lead">A question, a complaint, something broken: a person reads every message.</p>
    <form action="/contact" method="post" novalidate data-guard="">
      <input type="hidden" name="key" value={formKey} />
      <LineField name="name" label="Your name" value={message.name} autocomplete="name" faults={faults} />
      <LineField
        name="email"
        label="Your e-mail address"
        hint="Used to answer you and for nothing else."
        type="email"
        value={message.email}
        autocomplete="email"
        spellcheck="false"
        faults={faults}
      />
      <TextField name="body" label="Message" value={message.body} rows={8} faults={faults} />
      <Trap />
      <p class="actions">
        <button type="submit" class="button">
          Send message
        </button>
      </p>
    </form>
  </div>
);

export const Sent = (): Html => (
  <div class="narrow">
    <h1>Message sent</h1>
    <p>Thank you. An operator will read it, and answers by e-mail where an answer is needed.</p>
    <p>
      <a href="/">Go to the newest posts</a>
    </p>
  </div>
);
