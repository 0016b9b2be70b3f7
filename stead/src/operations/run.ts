import { lastServing } from "../release/describe-release.ts";
import { applicationFolder, environmentOf } from "../release/environment.ts";
import { keptRecord } from "../release/kept-releases.ts";
import type { OpenSite } from "./open-site.ts";
import { releaseMember } from "./release-member.ts";

export interface RunOutcome {
  /** That of the command. */
  readonly exitCode: number;
  readonly release: string;
}

/**
 * Runs a command once in the serving release: its folder, its Node, its environment (without PORT, since it serves nobody), the
 * sandbox of an instance, on the operator's own terminal. Throws RELEASE_NOT_FOUND before the first release.
 */
export const run = async (site: OpenSite, command: readonly string[]): Promise<RunOutcome> => {
  const member = releaseMember(site);
  const { host, place, instances } = member;
  const record = await keptRecord(host, place, await lastServing(host, place));
  const exitCode = await host.attach(command, {
    folder: applicationFolder(member, record),
    environment: await environmentOf(member, record),
    ...(instances.account === undefined ? {} : { account: instances.account }),
    ...(instances.sandbox && { sandbox: instances.sandbox }),
  });
  return { exitCode, release: record.id };
};
