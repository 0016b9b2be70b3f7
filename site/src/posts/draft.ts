import { type Faults, faultsOf, type Fields } from "../web/fields.ts";
import { LONGEST_TEXT } from "./markdown.ts";
import type { Draft } from "./post.ts";

const LONGEST_TITLE = 150;

export const draftOf = (fields: Fields): Draft => ({ title: fields.line("title"), bodyMd: fields.text("body") });

/** What keeps a draft from being published, by field. */
export const draftFaults = ({ title, bodyMd }: Draft): Faults =>
  faultsOf({ title: titleFault(title), body: bodyFault(bodyMd) });

const titleFault = (title: string): string | undefined => {
  if (title === "") return "Enter a title";
  return [...title].length > LONGEST_TITLE ? `Title must be ${LONGEST_TITLE} characters or fewer` : undefined;
};

const bodyFault = (body: string): string | undefined => {
  if (body.trim() === "") return "Enter the text of your post";
  return Buffer.byteLength(body) > LONGEST_TEXT ? "Text must be 64 kB or less. Split it into several posts" : undefined;
};
