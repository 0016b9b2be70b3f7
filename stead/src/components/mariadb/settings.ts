import * as z from "zod";
import { setting } from "../../spec/setting.ts";

/** MariaDB's part of the spec. */
export const mariadbSettings = {
  mariadb: z
    .strictObject({
      memory: setting(
        z.int().min(16, "must be 16 to 1048576 (MB)").max(1_048_576, "must be 16 to 1048576 (MB)").default(64),
        {
          about:
            "Megabytes that MariaDB keeps tables in (innodb_buffer_pool_size). It is fast while what is read often fits in.",
          effect: { mariadb: "restart" },
          example: 96,
        },
      ),
      connections: setting(z.int().min(10, "must be 10 to 10000").max(10_000, "must be 10 to 10000").default(100), {
        about: "Connections that MariaDB takes at once (max_connections): instances, workers and cron jobs share them.",
        effect: { mariadb: "restart" },
        example: 150,
      }),
    })
    .prefault({})
    .describe("The MariaDB engine. It only runs when the site has a database."),
};

/** Seconds. Its last pages must reach the disk; it is never killed in between without need. */
export const STOP_TIMEOUT = 120;
/** Seconds. After a power cut it replays its log first. */
export const READY_TIMEOUT = 120;
