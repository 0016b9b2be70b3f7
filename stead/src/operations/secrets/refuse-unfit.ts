import { SteadError } from "../../kernel/errors.ts";
import { isSecretName } from "../../spec/secret-list.ts";
import type { AppSecret } from "../../state/vocabulary.ts";

/** Bytes. execve(2): name, sign and value of a variable together have 131072 (MAX_ARG_STRLEN). */
const LONGEST_VARIABLE = 100_000;

/** Bytes: far beyond any key, and no place for data. */
const LONGEST = 1024 * 1024;

/** Throws USAGE for a name or a value that the application could not be given. The value stands in no message. */
export const refuseUnfit = (name: string, value: Uint8Array, kind: AppSecret["as"] | undefined): void => {
  if (!isSecretName(name))
    throw unfit("The name", "must be letters, digits and _ only, as environment variables are, and at most 100.");
  if (value.length === 0) throw unfit(name, "was given no value.");
  if (value.length > LONGEST) throw unfit(name, "has more than 1 MB.");
  if (kind !== "env") return;
  if (value.length > LONGEST_VARIABLE)
    throw unfit(name, "has more than 100000 bytes, which an environment variable cannot have.");
  if (value.includes(0) || !isText(value))
    throw unfit(name, "is no text in UTF-8 without zero bytes, as an environment variable must be.");
};

const isText = (value: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(value);
    return true;
  } catch {
    return false;
  }
};

const unfit = (where: string, what: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where,
    what,
    mend: 'Give the value on standard input: `stead secret set NAME < FILE`. Any bytes are fine for one that is a file: app.secrets: [{ name: "NAME", as: "file" }].',
  });
