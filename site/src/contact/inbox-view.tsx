import type { Html } from "../web/jsx/html.ts";
import { Moment } from "../web/moment.tsx";
import type { StoredMessage } from "./inbox.ts";

export const Inbox = ({ messages }: { readonly messages: readonly StoredMessage[] }): Html => (
  <>
    <div class="page-head">
      <h1>Inbox</h1>
      <p class="lead">{waiting(messages.filter((message) => message.handledAt === null).length)}</p>
    </div>
    <ol class="messages">
      {messages.map((message) => (
        <li>
          <One message={message} />
        </li>
      ))}
    </ol>
  </>
);

const waiting = (count: number): string =>
  count === 0 ? "Nothing is waiting." : count === 1 ? "One message is waiting." : `${count} messages are waiting.`;

const One = ({ message }: { readonly message: StoredMessage }): Html => {
  const handled = message.handledAt !== null;
  return (
    <article class={handled ? "message handled" : "message"}>
      <h2 dir="auto">{message.name}</h2>
      <p class="byline">
        <a href={`mailto:${encodeURIComponent(message.email).replace("%40", "@")}`}>{message.email}</a>
        {message.username !== null && (
          <>
            {" · "}
            <a href={`/u/${message.username}`}>{message.username}</a>
          </>
        )}
        {" · "}
        <Moment at={message.createdAt} />
      </p>
      <p class="typed" dir="auto">
        {message.body}
      </p>
      <form action={`/inbox/${message.publicId}`} method="post">
        <button type="submit" class="button second" name="handled" value={handled ? "no" : "yes"}>
          {handled ? "Not handled after all" : "Handled"}
        </button>
      </form>
    </article>
  );
};
