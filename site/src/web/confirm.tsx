import type { Html } from "./jsx/html.ts";

interface Props {
  readonly heading: string;
  readonly text: string;
  readonly action: string;
  readonly button: string;
  readonly back: string;
}

/** Asks before something that cannot be taken back. */
export const Confirm = ({ heading, text, action, button, back }: Props): Html => (
  <div class="narrow">
    <h1>{heading}</h1>
    <p>{text}</p>
    <form action={action} method="post">
      <p class="actions">
        <button type="submit" class="button danger">
          {button}
        </button>
        <a href={back}>Keep it</a>
      </p>
    </form>
  </div>
);
