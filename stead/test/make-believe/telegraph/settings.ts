import * as z from "zod";
import { setting } from "../../../src/spec/setting.ts";

export const telegraphSettings = {
  telegraph: setting(z.strictObject({ wire: z.string().describe("The wire to send over.") }).optional(), {
    about: "Sends every page by wire as well.",
    effect: { telegraph: "restart" },
    example: { wire: "transatlantic" },
  }),
};
