import type { Html } from "./jsx/html.ts";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const minute = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** An absolute date, so that a page may be kept; the whole time is in its title. */
export const Moment = ({ at }: { readonly at: Date }): Html => (
  <time datetime={at.toISOString()} title={`${minute.format(at)} UTC`}>
    {day.format(at)}
  </time>
);
