import { components } from "../components/registry.ts";
import type { Notices } from "../components/component.ts";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { join } from "../kernel/text.ts";
import type { OpenSite } from "./open-site.ts";

/** Who is told of what goes wrong, and what is wrong by that account. */
export interface NotifyReport {
  readonly hosts: readonly HostNotices[];
}

export interface HostNotices {
  readonly host: string;
  readonly to: readonly string[];
  /** What was told and is not over, the oldest first. */
  readonly wrong: readonly { readonly since: string; readonly says: string }[];
  /** Whether a test was sent; all of its ways took it. */
  readonly tested: boolean;
}

/** Seconds: two ways, each with 30 seconds for a try and two more tries. */
const PATIENCE = 180;

/**
 * Tells who hears of trouble, and what trouble there is; with `test` everybody is sent a word as a real notice would be. Throws USAGE
 * where nobody is told, NOT_RUNNING before `up` has set it up, NOTICE_LOST when one of the ways does not take it.
 */
export const notify = async (site: OpenSite, { test }: { readonly test: boolean }): Promise<NotifyReport> => {
  const members = membersOf(site);
  if (members.length === 0) throw nobody(site.environment);
  return { hosts: await Promise.all(members.map((member) => noticesOf(member, test))) };
};

interface Member {
  readonly host: Host;
  readonly notices: Notices;
}

const membersOf = ({ topology, hosts }: OpenSite): readonly Member[] =>
  components.flatMap(({ powers }) =>
    [...hosts].flatMap(([name, host]) => {
      const notices = powers?.notices?.(topology, name);
      return notices ? [{ host, notices }] : [];
    }),
  );

const noticesOf = async (member: Member, test: boolean): Promise<HostNotices> => {
  const { host, notices } = member;
  const [program = ""] = notices.test;
  if ((await host.files.look([program])).get(program) === undefined) throw notSetUp(host.name);
  if (test) await sendTest(member);
  const { stdout } = await host.run(notices.told);
  return { host: host.name, to: notices.to, wrong: parseTold(stdout), tested: test };
};

const sendTest = async ({ host, notices }: Member): Promise<void> => {
  const { exitCode, stderr } = await host.run(notices.test, { timeout: PATIENCE });
  if (exitCode !== 0) throw lost(host.name, notices, stderr);
};

/** Lines of `SECONDS SENTENCE`. */
export const parseTold = (text: string): HostNotices["wrong"] =>
  text.split("\n").flatMap((line) => {
    const [, seconds, says] = /^(\d+) (.+)$/u.exec(line) ?? [];
    return says === undefined ? [] : [{ since: new Date(Number(seconds) * 1000).toISOString(), says }];
  });

const lost = (host: string, { to }: Notices, words: string): SteadError =>
  new SteadError({
    code: "NOTICE_LOST",
    where: `notify on ${host}`,
    what: `A test did not get through to everybody: ${join(to)}.`,
    mend: "Its words below name the way and why. Mend notify.email, notify.smtp or notify.webhook in stead.config.ts, run `stead up`, and try again.",
    lines: words.trim().split("\n").slice(-20),
  });

const nobody = (environment: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "notify",
    what: `names nobody, so in the environment ${environment} nobody is told when something goes wrong.`,
    mend:
      environment === "local"
        ? "On this machine nobody is told: name an environment with servers, such as `stead notify production --test`."
        : 'Write notify: { email: "ops@example.org" } or { webhook: "https://…" } in stead.config.ts, and run `stead up`.',
  });

const notSetUp = (host: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: host,
    what: "does not tell anybody anything yet: notify was never set up there.",
    mend: "Run `stead up` first.",
  });
