import type { Host } from "../../host/host.ts";
import { isOlder } from "../../kernel/version.ts";
import { sayBytes } from "../../kernel/text.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** What Stead itself runs on. */
export const lookAtNode = (version: string = process.version): Finding =>
  isOlder(version, "24")
    ? fault(
        "node",
        `Stead runs on Node ${version}.`,
        "Run npm ci again with optional packages allowed: it brings Node 24.",
      )
    : ok("node", `Stead runs on Node ${version}.`);

/** Bytes: below the first a deploy may fail, below the second it will. */
const LITTLE_ROOM = 1024 ** 3;
const NO_ROOM = 100 * 1024 ** 2;

/** Room and file entries on the disk that holds the site's state. */
export const lookAtDisk = async (host: Host): Promise<Finding> => {
  const [folder] = await existing(host, host.where.home);
  const [bytes, entries] = await Promise.all([
    lastLine(host, ["df", "-P", "-B1", folder]),
    lastLine(host, ["df", "-P", "-i", folder]),
  ]);
  return judgeDisk(Number(bytes[3]), Number(entries[3]), folder, Number.parseInt(bytes[4] ?? "", 10));
};

/** Percent: what the hourly look tells of as well. */
const NEARLY_FULL = 85;

/** A file system without a fixed number of entries tells 0 or a dash for all of them. */
export const judgeDisk = (bytes: number, entries: number, folder: string, percent = Number.NaN): Finding => {
  const says = `${sayBytes(bytes)} are free where ${folder} lies.`;
  const mend = "Remove what is not needed; `stead releases` shows the size of what is kept.";
  if (bytes < NO_ROOM) return fault("disk", says, mend);
  if (entries > 0 && entries < 1000)
    return fault("disk", `Only ${entries} more files can be made where ${folder} lies.`, mend);
  if (percent > NEARLY_FULL) return warning("disk", `The disk is ${percent}% full: ${says}`, mend);
  return bytes < LITTLE_ROOM ? warning("disk", says, mend) : ok("disk", says);
};

/** A wrong clock makes logs, cookies and certificates lie. */
export const lookAtClock = async (host: Host, now: Date = new Date()): Promise<Finding> => {
  if (host.lifeline) return compareClocks(host);
  const says = `The clock says ${now.toISOString()}.`;
  const mend = "Let the machine keep its own time: sudo timedatectl set-ntp true";
  const { exitCode, stdout } = await host
    .run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"])
    .catch(() => ({ exitCode: 1, stdout: "" }));
  if (exitCode !== 0) return ok("clock", `${says} Nothing here tells whether it is kept right.`);
  return stdout.trim() === "yes" ? ok("clock", says) : warning("clock", `${says} Nothing keeps it right.`, mend);
};

/** Seconds that a server's clock may differ from this machine's, beyond the time that the answer takes. */
const APART = 5;

/** A server's clock beside this machine's; how far it is off by its own time servers is a check of its own. */
const compareClocks = async (host: Host): Promise<Finding> => {
  const before = Date.now();
  const { stdout } = await host.run(["date", "+%s.%N"]);
  const [theirs, after] = [Number(stdout) * 1000, Date.now()];
  const apart = Math.max(before - theirs, theirs - after, 0) / 1000;
  const says = `The clock says ${new Date(theirs).toISOString()}`;
  if (apart < APART) return ok("clock", `${says}, as this machine's does.`);
  return fault(
    "clock",
    `${says}, which is ${Math.round(apart)} s away from this machine's.`,
    "See which of the two is wrong: `chronyc tracking` or `timedatectl` on the server, `date` here.",
  );
};

const lastLine = async (host: Host, argv: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await host.run(argv);
  return (stdout.trim().split("\n").at(-1) ?? "").split(/\s+/);
};

/** The folder, or the nearest above it that is there already. */
const existing = async (host: Host, path: string): Promise<readonly [string]> => {
  const found = (await host.files.look([path])).get(path);
  return found || path === "/" ? [path] : existing(host, path.replace(/\/[^/]*$/, "") || "/");
};
