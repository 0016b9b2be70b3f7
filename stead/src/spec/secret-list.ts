import * as z from "zod";

/** The names are variables of the application's environment. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/u;

export const isSecretName = (name: string): boolean => NAME.test(name);

const secretName = () =>
  z.string().regex(NAME, "must be letters, digits and _ only, as environment variables are, and at most 100");

/** What an application wants to be given: a name alone for a variable, `as: "file"` for a file. */
export const secretList = () =>
  z.array(
    z.union([
      secretName(),
      z.strictObject({
        name: secretName().describe("The name."),
        as: z
          .literal("file", 'must be "file"; a secret that is a variable is written as its name alone')
          .describe("Gives NAME_FILE, the path of a file that has it."),
      }),
    ]),
  );

export type SecretWish = z.infer<ReturnType<typeof secretList>>[number];
