import * as z from "zod";
import { setting } from "../../spec/setting.ts";

/** The settings of a server's upkeep. */
export const baselineSettings = {
  baseline: z
    .strictObject({
      upgrades: setting(z.boolean().default(true), {
        about:
          "Whether a server installs security upgrades by itself, each day. The engines of the site are left out: Stead upgrades them, one server after another.",
        effect: {},
        example: false,
      }),
      journal: setting(
        z
          .string()
          .regex(/^[1-9]\d*[MG]$/u, 'must be a size such as "500M" or "2G"')
          .default("1G"),
        {
          about:
            "How much of a server's disk its journal may take; older entries go first, and 15% of the disk stay free.",
          effect: {},
          example: "500M",
        },
      ),
    })
    .prefault({})
    .describe("The upkeep of a server that goes on by itself. local has none."),
};
