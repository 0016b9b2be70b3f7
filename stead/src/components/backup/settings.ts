import * as z from "zod";
import { setting } from "../../spec/setting.ts";

const kept = (count: number) => z.int().min(0).max(1000).default(count);

/** The settings of backups. */
export const backupSettings = {
  backup: z
    .strictObject({
      to: setting(
        z
          .string()
          .regex(/^\/[^\s'"\\]*[^\s'"\\/]$/u, 'must be the whole path of a folder, such as "/mnt/backup"')
          .optional(),
        {
          about:
            "Where encrypted backups of the database and of the application's data go: a folder that is there already, such as a disk or another host's folder that is mounted. Below it, each site and environment has a repository of its own (restic). On local only under environments.local.",
          effect: { mariadb: "restart" },
          example: "/mnt/backup",
        },
      ),
      at: setting(
        z
          .string()
          .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'must be a time, such as "02:15"')
          .default("02:15"),
        {
          about:
            "When servers make a whole backup each night, and prove it by restoring it; UTC. Changes in between are copied within seconds.",
          effect: {},
          example: "03:40",
        },
      ),
      keep: setting(
        z
          .strictObject({
            daily: kept(14).describe("The last backup of each of so many days."),
            weekly: kept(8).describe("Of each of so many weeks."),
            monthly: kept(12).describe("Of each of so many months."),
          })
          .prefault({}),
        {
          about:
            "How many backups are kept. Within the daily ones, any second can be restored; of older ones, the moment of the backup.",
          effect: {},
          example: { daily: 30, weekly: 8, monthly: 12 },
        },
      ),
    })
    .prefault({})
    .describe("Backups of the database and of the application's data, each proved by a restore."),
};
