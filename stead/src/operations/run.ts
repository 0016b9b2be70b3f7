import { lastServing } from "../release/describe-release.ts";
import { applicationFolder, environmentOf } from "../release/environment.ts";
import { keptRecord } from "../release/kept-releases.ts";
import { audited, unheard } from "./audit/audited.ts";
import type { OpenSite } from "./open-site.ts";
import { releaseMember } from "./release-member.ts";

export interface RunOutcome {
  /** That of the command. */
  readonly exitCode: number;
  readonly release: string;
}

/** Runs a command once in the serving release, as `runInRelease` does. Throws RELEASE_NOT_FOUND before the first release. */
export const run = (site: OpenSite, command: readonly string[]): Promise<RunOutcome> =>
  // The program's name alone: what follows it may be anything, a password too.
  runInRelease(site, { command, audited: `run ${command[0] ?? ""}` });

interface Wish {
  readonly command: readonly string[];
  /** What the audit says of it. */
  readonly audited: string;
  /** Variables besides. */
  readonly further?: Readonly<Record<string, string>>;
}

/**
 * Runs a command once in the serving release: its folder, its Node, its environment (without PORT, since it serves nobody), the
 * sandbox of an instance, on the operator's own terminal. Throws RELEASE_NOT_FOUND before the first release.
 */
export const runInRelease = async (
  site: OpenSite,
  { command, audited: says, further = {} }: Wish,
): Promise<RunOutcome> => {
  const member = releaseMember(site);
  const { host, place, instances } = member;
  const record = await keptRecord(host, place, await lastServing(host, place));
  const exitCode = await audited(site, says, unheard, async () =>
    host.attach(command, {
      folder: applicationFolder(member, record),
      environment: { ...(await environmentOf(member, record)), ...further },
      ...(instances.account === undefined ? {} : { account: instances.account }),
      ...(instances.sandbox && { sandbox: instances.sandbox }),
    }),
  );
  return { exitCode, release: record.id };
};
