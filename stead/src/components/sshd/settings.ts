import * as z from "zod";
import { setting } from "../../spec/setting.ts";

/** The settings of a server's sshd. */
export const sshdSettings = {
  ssh: z
    .strictObject({
      passwords: setting(z.boolean().optional(), {
        about:
          "Whether a server lets people in by SSH with a password. Unless given: no more, as soon as Stead itself comes in with a key; until then as it was.",
        effect: {},
        example: true,
      }),
    })
    .prefault({})
    .describe("The way in to a server. local has none."),
};
