import * as z from "zod";
import { setting } from "../../spec/setting.ts";
import type { LabAuthority } from "../../topology/certificate.ts";

/** RFC 8555, 7.1.1: a directory. */
const DEFAULT_AUTHORITY = "https://acme-v02.api.letsencrypt.org/directory";

/** The settings of certificates. */
export const tlsSettings = {
  tls: z
    .strictObject({
      authority: setting(
        z
          .string()
          .regex(
            /^https:\/\/[A-Za-z0-9.:/_~%-]+$/u,
            "must be the address of an ACME directory, which begins with https://",
          )
          .default(DEFAULT_AUTHORITY),
        {
          about:
            "Who signs the certificates of servers: the directory of an authority that speaks ACME. Let's Encrypt unless given; with --lab it is the lab's own.",
          // On local nothing is encrypted. On a server the next `up` asks the new one, and nginx reloads.
          effect: {},
          example: "https://acme-staging-v02.api.letsencrypt.org/directory",
        },
      ),
      email: setting(z.email("must be an address, such as ops@example.org").optional(), {
        about: "Whom the authority may write to, noted when the account there is made. None is needed.",
        effect: {},
        example: "ops@example.org",
      }),
    })
    .prefault({})
    .describe("Certificates of servers. On local the site is shown without encryption."),
};

/** undefined: the site is not in a lab. */
export const labAuthority = (site: {
  readonly settings: Readonly<Record<string, unknown>>;
}): LabAuthority | undefined => {
  const found = site.settings["labAuthority"];
  return typeof found === "object" && found !== null && "directory" in found && "roots" in found
    ? { directory: String(found.directory), roots: String(found.roots) }
    : undefined;
};
