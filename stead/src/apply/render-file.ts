import { SteadError } from "../kernel/errors.ts";
import { revealing, secretsOn } from "../observe/secrets.ts";
import { fillText } from "../state/text.ts";
import type { File } from "../state/vocabulary.ts";
import type { PlannedHost } from "./ground.ts";

/** A file's content with the host's secrets filled in. */
export const renderFile = async ({ host, state }: PlannedHost, file: File): Promise<string> => {
  if (typeof file.content === "string") return file.content;
  const content = fillText(file.content, revealing(await secretsOn(host, state.desired)));
  if (content !== undefined) return content;
  throw new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: file.path,
    what: "A secret it needs is no longer there.",
    mend: "Run `stead up` again: it is made anew.",
  });
};
