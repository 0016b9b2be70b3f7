import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";
import type { Report } from "../../kernel/report.ts";
import type { HostName, HostPlace } from "../../topology/topology.ts";
import { auditFolder } from "./audit-file.ts";

export interface AuditedSite {
  readonly hosts: ReadonlyMap<HostName, Host>;
  readonly topology: { readonly hosts: Readonly<Record<HostName, HostPlace>> };
}

/**
 * Does an operation between two lines of each host's audit file: who began what and when, and how it ended. An operation is not
 * kept from its work by a file that cannot be written: it says so.
 */
export const audited = async <Result>(
  site: AuditedSite,
  verb: string,
  report: Report,
  work: () => Promise<Result>,
): Promise<Result> => {
  const began = Date.now();
  const line = { id: randomBytes(6).toString("hex"), verb, by: operator(), since: new Date(began).toISOString() };
  await note(site, line, report);
  const end = (result: object): Promise<void> =>
    note(site, { ...line, seconds: Math.round((Date.now() - began) / 100) / 10, ...result }, report);
  try {
    const result = await work();
    await end({ result: "ok" });
    return result;
  } catch (error) {
    await end(resultOf(error));
    throw error;
  }
};

/** For an operation whose terminal is somebody else's. */
export const unheard: Report = () => undefined;

/** As the operator's machine knows them; the server adds whom it let in. */
const operator = (): string => `${userInfo().username}@${hostname()}`;

const resultOf = (error: unknown): object => {
  const code = error instanceof SteadError ? error.faults[0]?.code : undefined;
  return { result: code === "INTERRUPTED" ? "interrupted" : "failed", ...(code !== undefined && { code }) };
};

/** Seconds. */
const PATIENCE = 10;

const note = async (site: AuditedSite, line: object, report: Report): Promise<void> => {
  const notes = [...site.hosts].map(async ([name, host]) => {
    const place = site.topology.hosts[name];
    if (!place) return;
    const words = ["/bin/sh", "-c", APPEND, "audit", auditFolder(place), `${place.paths.releases}/current`];
    const ended = await host.run(words, { stdin: JSON.stringify(line).slice(0, -1), timeout: PATIENCE }).then(
      ({ exitCode, stderr }) => (exitCode === 0 ? undefined : stderr.trim()),
      (error: unknown) => String(error),
    );
    if (ended !== undefined)
      report({ kind: "line", says: `No line was written to the audit file of ${name}: ${ended}` });
  });
  await Promise.all(notes);
};

/**
 * A host without data of the site has no such file: nothing stands there before the first `up`, or after the data was removed. The
 * line comes as JSON without its last brace; the host adds who logged in, which the kernel remembers through sudo
 * (pam_loginuid(8)), and which release serves. 1 MB, and the megabyte before it, are kept.
 */
const APPEND = `
folder=$1 file=$1/audit.jsonl
[ -d "$folder" ] || exit 0
umask 077
if [ "$(stat -c %s -- "$file" 2>/dev/null || echo 0)" -gt 1048576 ]; then mv -f -- "$file" "$folder/audit.1.jsonl" || exit 1; fi
clean() { tr -cd 'A-Za-z0-9._:@-'; }
as=$({ id -un -- "$(cat /proc/self/loginuid)" 2>/dev/null || id -un; } | clean)
release=$(readlink -- "$2" | clean)
printf '%s,"as":"%s","release":"%s"}\\n' "$(cat)" "$as" "$release" >> "$file"
`;
