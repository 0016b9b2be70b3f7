import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { currentRelease } from "../../release/current-release.ts";
import type { Member } from "../../release/fleet.ts";
import { secretPath, storedSecrets } from "../../release/secrets/stored-secrets.ts";
import { atWork, type Progress } from "../at-work.ts";
import type { OpenSite } from "../open-site.ts";
import { secretMembers } from "./members.ts";

/** Forgets a value on every host. Throws SECRET_IN_USE while the application wants or has it, USAGE when there is none. */
export const removeSecret = (site: OpenSite, name: string, progress: Progress): Promise<{ readonly name: string }> =>
  atWork(site, `secret remove ${name}`, progress, async () => {
    const members = secretMembers(site);
    const kept = await Promise.all(members.map(({ host, place }) => storedSecrets(host, place)));
    if (!kept.some((secrets) => secrets.has(name)))
      throw unknown(name, [...new Set(kept.flatMap((one) => [...one.keys()]))]);
    for (const member of members) await refuseUsed(member, name);
    for (const { host, place } of members) await host.files.remove(secretPath(place, name));
    return { name };
  });

const refuseUsed = async ({ host, place, instances }: Member, name: string): Promise<void> => {
  if (instances.secrets?.some((secret) => secret.name === name) === true)
    throw inUse(name, "app.secrets names it.", "Take it out of app.secrets and run `stead up`; then it may go.");
  const running = await currentRelease(host, place);
  if (running?.secrets?.[name] !== undefined)
    throw inUse(
      name,
      `the application runs with it on ${host.name}.`,
      "Run `stead up`, which starts it without; then it may go.",
    );
};

const inUse = (name: string, why: string, mend: string): SteadError =>
  new SteadError({ code: "SECRET_IN_USE", where: name, what: `is used: ${why}`, mend });

const unknown = (name: string, known: readonly string[]): SteadError => {
  const near = nearest(name, known);
  return new SteadError({
    code: "USAGE",
    where: name,
    what: "is not a secret that somebody set.",
    mend: near === undefined ? "`stead secret list` shows all that there are." : `Did you mean ${near}?`,
  });
};
