import { newPublicId } from "../db/ids.ts";
import type { Db } from "../db/open.ts";
import { type Faults, faultsOf, type Fields } from "../web/fields.ts";
import { doOnce } from "../web/once.ts";

/** What somebody writes to the operators. */
export interface Message {
  readonly name: string;
  readonly email: string;
  readonly body: string;
}

export const messageOf = (fields: Fields): Message => ({
  name: fields.line("name"),
  email: fields.line("email"),
  body: fields.text("body"),
});

/** What keeps a message from being sent, by field. */
export const messageFaults = ({ name, email, body }: Message): Faults =>
  faultsOf({
    name: name === "" ? "Enter your name" : [...name].length > 80 ? "Name must be 80 characters or fewer" : undefined,
    email: emailFault(email),
    body:
      body.trim() === ""
        ? "Enter your message"
        : [...body].length > 5_000
          ? "Message must be 5,000 characters or fewer"
          : undefined,
  });

/** Only what cannot be an address is refused; 254 characters is the longest one (RFC 3696, erratum 1690). */
const emailFault = (email: string): string | undefined => {
  if (email === "") return "Enter your e-mail address, so that we can answer";
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) && email.length <= 254
    ? undefined
    : "E-mail address must be like name@example.com";
};

/** Stores a message for the operators, once for each form key. */
export const storeMessage = async (
  db: Db,
  message: Message,
  userId: number | null,
  key: string,
  now: Date,
): Promise<void> => {
  const submission = { key, sender: "contact", location: "/contact/sent" };
  const work = { public_id: newPublicId(), user_id: userId, ...message, created_at: now };
  await doOnce(
    db,
    submission,
    async (queries) => {
      await queries.insertInto("contact_messages").values(work).execute();
    },
    now,
  );
};
