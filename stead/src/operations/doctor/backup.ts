import { commandFor } from "../../kernel/command-for.ts";
import { sayDuration } from "../../kernel/text.ts";
import { isServer } from "../../topology/servers.ts";
import { membersOf, provedBackup, type ProvedBackup } from "../backup.ts";
import type { Examined } from "./examined.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** Seconds: a backup is proved each night, and may take its time. */
const OLDEST_PROOF = 26 * 3600;

/** How old the last backup is that was proved by restoring it. */
export const lookAtBackup = async ({ site, host, place }: Examined): Promise<readonly Finding[]> => {
  const { environment, topology } = site;
  const member = membersOf(site).find((one) => one.host === host);
  if (member) return [judgeBackup(await provedBackup(member), environment)];
  const hasData = topology.database !== undefined && place.roles.includes("database");
  return hasData && isServer(place)
    ? [
        warning(
          "backup",
          "Nobody makes backups of the database.",
          "Write backup: { to: … } in stead.config.ts (`stead explain backup.to`), and run `stead up`.",
        ),
      ]
    : [];
};

export const judgeBackup = (proved: ProvedBackup | undefined, environment: string, now = Date.now()): Finding => {
  const mend = `\`${commandFor("backup now", environment)}\` makes one, proves it, or tells why it cannot.`;
  if (proved === undefined) return warning("backup", "No backup was proved by a restore yet.", mend);
  const age = (now - Date.parse(proved.at)) / 1000;
  const says = `The last backup that was proved by a restore was so ${sayDuration(Math.max(age, 0))} ago`;
  return age > OLDEST_PROOF ? fault("backup", `${says}: more than 26 hours.`, mend) : ok("backup", `${says}.`);
};
