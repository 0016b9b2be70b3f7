import * as z from "zod";
import { readOtherHost } from "./other-host.ts";
import { setting } from "../../spec/setting.ts";

const kept = (count: number) => z.int().min(0).max(1000).default(count);

/** The settings of backups. */
export const backupSettings = {
  backup: z
    .strictObject({
      to: setting(
        z
          .string()
          .refine(
            (to) => /^\/[^\s'"\\]*[^\s'"\\/]$/u.test(to) || readOtherHost(to) !== undefined,
            'must be the whole path of a folder, such as "/mnt/backup", or one of another host, such as "sftp://keeper@nas.example.org:22/srv/backup"',
          )
          .optional(),
        {
          about:
            "Where encrypted backups of the database and of the application's data go: a folder that is there already, such as a disk that is mounted, or another host's over SFTP (`sftp://user@host:port/path`). Below it, each site and environment has a repository of its own (restic). On local only under environments.local.",
          effect: { mariadb: "restart" },
          example: "/mnt/backup",
        },
      ),
      hostKey: setting(
        z
          .string()
          .regex(/^(?:ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/]+=*$/u, 'must be a host key, such as "ssh-ed25519 AAAA…"')
          .optional(),
        {
          about:
            "The key by which the other host of backup.to is known (`ssh-keyscan -t ed25519 HOST`, without the name before it). A host with another key gets nothing.",
          effect: {},
          example: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEtfT0DCYOyaN8Vt7ycpdQ1hWDzWhpwCqZG1vpnXTqg1",
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
      log: setting(
        z
          .string()
          .regex(/^[1-9]\d{0,5}[mg]$/u, 'must be a size, such as "512m" or "2g"')
          .optional(),
        {
          about:
            "How much of the server's disk the database's log of changes may take; a tenth of it unless set. Where more is written in between, a whole backup is made at once, and the log begins anew.",
          effect: {},
          example: "2g",
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
