import * as z from "zod";
import { command, cronTime, seconds, slug } from "./kinds.ts";
import { setting } from "./setting.ts";

/** Processes beside the web instances: released together with them. */
export const jobSettings = {
  workers: setting(
    z
      .record(
        slug(),
        z.strictObject({
          run: command().describe("The command."),
          count: z.int().min(1).max(64).default(1).describe("How many of it run."),
        }),
      )
      .default({}),
    {
      about: "Long-running processes beside the web instances, such as a queue's consumer. A deploy replaces them too.",
      effect: { app: "replace" },
      example: { thumbnails: { run: "sleep 3600", count: 1 } },
    },
  ),
  cron: setting(
    z
      .record(
        slug(),
        z.strictObject({
          run: command().describe("The command."),
          at: cronTime().describe("Five cron fields, UTC."),
          timeout: seconds({ min: 1, max: 86_400 }).default(3600).describe("Seconds after which it is killed."),
          overlap: z
            .enum(["skip", "wait", "kill"])
            .default("skip")
            .describe("When its time comes while it still runs: skip this time, wait for it, or kill it first."),
        }),
      )
      .default({}),
    {
      about: "Commands run at set times in the application's environment, each on one server only.",
      effect: { app: "replace" },
      example: { tidy: { run: "true", at: "15 4 * * *" } },
    },
  ),
};
