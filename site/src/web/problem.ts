/** An answer that is not the page asked for: thrown anywhere, shown by web/error-pages.tsx. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly title: string;
  readonly retryAfter: number | undefined;

  /** `title` is the heading, `message` the sentences below it; `retryAfter` in seconds. */
  constructor(status: number, title: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }
}

export const notFound = (): Problem =>
  new Problem(
    404,
    "Page not found",
    "If you typed the address, check it is correct. What was here may have been deleted.",
  );

export const notAllowed = (what: string): Problem => new Problem(403, "You cannot do this", what);

export const tooMany = (seconds: number, what: string): Problem =>
  new Problem(
    429,
    "Slow down a little",
    `${what} Try again ${seconds >= 3600 ? "in an hour" : `in ${Math.ceil(seconds / 60)} minutes`}.`.replace(
      "in 1 minutes",
      "in a minute",
    ),
    seconds,
  );
