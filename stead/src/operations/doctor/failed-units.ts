import { isServer } from "../../topology/servers.ts";
import type { Examined } from "./examined.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** Seconds for a word with the service manager. */
const PATIENCE = 10;

/** How many last lines of a failed unit's log are shown. */
const LINES = 5;

/** Units of a server that failed, beside those of the site's own processes: timers' work such as a backup, and what is not Stead's. */
export const lookAtFailedUnits = async ({ site, host, place }: Examined): Promise<readonly Finding[]> => {
  if (!isServer(place)) return [];
  const { exitCode, stdout } = await host.run(LIST, { timeout: PATIENCE });
  if (exitCode !== 0) return [];
  const known = (await host.units.status()).flatMap(({ name }) =>
    prefixes(site.topology.site).map((one) => `${one}${name}.service`),
  );
  const failed = parseFailed(stdout).filter((unit) => !known.includes(unit));
  if (failed.length === 0) return [ok("failed units", "No unit of the server has failed.")];
  return Promise.all(
    failed.map(async (unit) => {
      const words = ["journalctl", "--unit", unit, "--lines", String(LINES), "--output", "cat", "--no-pager"];
      const lines = (await host.run(words, { timeout: PATIENCE })).stdout.trim().split("\n");
      return judgeFailed(unit, site.topology.site, lines);
    }),
  );
};

/** Of the site's units, and of the engines that all sites of a server share. */
const prefixes = (site: string): readonly string[] => [`stead-${site}-`, "stead-host-"];

const LIST = ["systemctl", "list-units", "--failed", "--plain", "--no-legend", "--no-pager"];

/** Names stand first in each line (systemctl(1)). */
export const parseFailed = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => line.trim().split(/\s+/u)[0] || []);

/** What is not the site's is the operator's own business, and yet good to know. */
export const judgeFailed = (unit: string, site: string, lines: readonly string[]): Finding => {
  const isOurs = unit.startsWith("stead-") && (unit.includes(site) || unit.startsWith("stead-host-"));
  const mend = `Read journalctl -u ${unit} there, mend the cause, then: systemctl reset-failed ${unit}`;
  return isOurs
    ? fault("failed units", `${unit} has failed.`, mend, lines)
    : { ...warning("failed units", `${unit} has failed, which is not Stead's.`, mend), lines };
};
