import type { Secret } from "../../kernel/secret.ts";
import { currentRelease } from "../../release/current-release.ts";
import type { Member } from "../../release/fleet.ts";
import { changeSecret } from "../../release/secrets/change-secret.ts";
import { secretPath, storedVersions } from "../../release/secrets/stored-secrets.ts";
import { switchInstances } from "../../release/switch-instances.ts";
import { atWork, releaseContext, type Progress } from "../at-work.ts";
import type { OpenSite } from "../open-site.ts";
import { sayingWhatLacks } from "../saying-what-lacks.ts";
import { secretMembers } from "./members.ts";
import { refuseUnfit } from "./refuse-unfit.ts";

export interface SetWish {
  readonly name: string;
  /** In base64, because it may be any bytes. */
  readonly value: Secret;
  /** It is only kept: the next `up` or `deploy` gives it to the application. */
  readonly later: boolean;
}

export interface SetResult {
  readonly name: string;
  /** Whether it had another value before, or none. */
  readonly changed: boolean;
  /** `now`: the application runs with it. `waiting`: it gets it at its next start. `unnamed`: app.secrets does not name it. */
  readonly given: "now" | "waiting" | "unnamed";
}

/**
 * Keeps a value on the servers, and lets the application run with it without losing a request: new instances beside the old ones,
 * the same switch as a release. When they fail, the old ones serve on and the value before is kept again. Throws USAGE, LOCKED and
 * what a release throws.
 */
export const setSecret = (site: OpenSite, wish: SetWish, progress: Progress): Promise<SetResult> => {
  const { name, later } = wish;
  const bytes = Buffer.from(wish.value.reveal(), "base64");
  const members = secretMembers(site);
  refuseUnfit(name, bytes, kindOf(members, name));
  return atWork(site, `secret set ${name}`, progress, async (at) => {
    const give = async (): Promise<void> => {
      if (later || !(await canTake(members, name))) return;
      await sayingWhatLacks(site, async () => void (await switchInstances(releaseContext(site, at))));
    };
    const changed = (await Promise.all(members.map((member) => holds(member, name, bytes)))).includes(false);
    await (changed ? changeSecret(members, name, bytes, give) : give());
    return { name, changed, given: await givenTo(members, name) };
  });
};

const kindOf = ([{ instances }]: readonly [Member, ...Member[]], name: string) =>
  instances.secrets?.find((secret) => secret.name === name)?.as;

const holds = async ({ host, place }: Member, name: string, bytes: Uint8Array): Promise<boolean> => {
  const now = await host.files.read(secretPath(place, name));
  return now !== undefined && Buffer.compare(now, bytes) === 0;
};

/** Whether a start could give it to a running application: it wants it, has not got it, and lacks no other. */
const canTake = async (members: readonly [Member, ...Member[]], name: string): Promise<boolean> => {
  const looks = members.map(async (member) => {
    const [running, stored = {}] = await Promise.all([
      currentRelease(member.host, member.place),
      storedVersions(member),
    ]);
    const complete = Object.keys(stored).length === (member.instances.secrets ?? []).length;
    return { able: running !== undefined && complete, has: running?.secrets?.[name] === stored[name] };
  });
  const found = await Promise.all(looks);
  return kindOf(members, name) !== undefined && found.every(({ able }) => able) && found.some(({ has }) => !has);
};

const givenTo = async (members: readonly [Member, ...Member[]], name: string): Promise<SetResult["given"]> => {
  if (kindOf(members, name) === undefined) return "unnamed";
  const looks = members.map(async (member) => {
    const running = await currentRelease(member.host, member.place);
    return running !== undefined && running.secrets?.[name] === (await storedVersions(member))?.[name];
  });
  return (await Promise.all(looks)).every(Boolean) ? "now" : "waiting";
};
