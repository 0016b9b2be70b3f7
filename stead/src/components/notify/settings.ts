import * as z from "zod";
import { setting } from "../../spec/setting.ts";

/** One line without what ends a word of curl's configuration. */
const url = (pattern: RegExp, says: string) => z.string().regex(pattern, says);

/** The settings of notices. */
export const notifySettings = {
  notify: z
    .strictObject({
      email: setting(z.email("must be an address, such as ops@example.org").optional(), {
        about:
          "Who gets mail when something on a server goes wrong, and again when it is over: by the server's sendmail, or by notify.smtp. `stead notify --test` proves that it arrives.",
        effect: {},
        example: "ops@example.org",
      }),
      smtp: setting(
        url(/^smtps?:\/\/[^\s"\\]+$/u, 'must be a relay, such as "smtp://mail.example.org:25"').optional(),
        {
          about:
            "The relay that takes such mail, where a server has no sendmail of its own. One with a password (smtps://user:password@host) must have TLS.",
          effect: {},
          example: "smtp://mail.example.org:25",
        },
      ),
      webhook: setting(url(/^https?:\/\/[^\s"\\]+$/u, "must be an address that begins with https://").optional(), {
        about: 'Where such notices are posted as JSON, { "text": "…" }: what chat programs take.',
        effect: {},
        example: "https://chat.example.org/hooks/abc",
      }),
    })
    .prefault({})
    .describe("Who is told when something on a server goes wrong. local tells nobody."),
};
