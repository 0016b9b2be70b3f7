import { basename } from "node:path";
import { namesDiskFull } from "../kernel/disk-full.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Change } from "../plan/plan.ts";
import type { File, Value, Verify } from "../state/vocabulary.ts";
import { planHosts, type Ground, type PlannedHost } from "./ground.ts";
import { ownershipOf } from "./ownership-of.ts";
import { renderFile } from "./render-file.ts";

/** The folder of candidates below a host's `etc`. Whatever is found there was left by a killed verb. */
export const candidateFolder = ".candidate";

/**
 * Lets every engine whose configuration changes try the new one, in a folder of its own, while the running one is
 * untouched. Throws CONFIG_REFUSED with the words of each engine that refuses.
 */
export const verifyCandidates = async (changes: readonly Change[], ground: Ground): Promise<void> => {
  const trials = planHosts(ground).flatMap((on) =>
    trialsOn(on, changes).map((trial) => tryCandidate(on, trial, ground.folder)),
  );
  // All are waited for before their folders go, also when one could not even be tried.
  const ended = await Promise.allSettled(trials);
  await Promise.all(planHosts(ground).map((on) => on.host.files.remove(candidates(on))));
  const untried = ended.find((trial) => trial.status === "rejected");
  if (untried) throw untried.reason;
  const refusals = ended.flatMap((trial) => (trial.status === "fulfilled" ? (trial.value ?? []) : []));
  const [first, ...more] = refusals;
  if (first) throw new SteadError(first, ...more);
};

/** What is tried: a unit's new configuration, or that of something that has no process of ours. */
interface Trial {
  readonly name: string;
  readonly says: string;
  readonly account?: string;
  readonly verify: Verify;
}

const trialsOn = ({ state }: PlannedHost, changes: readonly Change[]): readonly Trial[] => {
  const changing = new Set(changes.map(({ id }) => id));
  return state.desired
    .flatMap(trialOf)
    .filter(({ verify }) => verify.files.some((id) => changing.has(`${state.host}/${id}`)));
};

const trialOf = (value: Value): readonly Trial[] => {
  if ((value.kind !== "unit" && value.kind !== "ensure") || !value.verify) return [];
  const { says, verify } = value;
  if (value.kind === "ensure") return [{ name: value.id.replaceAll("/", "-"), says, verify }];
  return [{ name: value.name, says, verify, ...(value.account !== undefined && { account: value.account }) }];
};

type Refusal = ConstructorParameters<typeof SteadError>[0];

const tryCandidate = async (on: PlannedHost, trial: Trial, site: string): Promise<Refusal | undefined> => {
  const { verify } = trial;
  const folder = `${candidates(on)}/${trial.name}`;
  const isRoots = trial.account === undefined || trial.verify.asRoot === true;
  const account = isRoots ? {} : { account: trial.account };
  const files = on.state.desired.filter(
    (value): value is File => value.kind === "file" && verify.files.includes(value.id),
  );
  const names = files.flatMap(({ path, origin }) =>
    // An engine tried inside the folder tells its files by their own names.
    [`${folder}/${basename(path)}`, `./${basename(path)}`].map((candidate) => ({
      candidate,
      real: origin === undefined ? path : `${site}/${origin}`,
    })),
  );
  try {
    await layOut(on, folder, trial, files);
    const run = verify.run.map((word) => word.replaceAll("{folder}", folder));
    const { exitCode, stdout, stderr } = await on.host.run(run, { ...account, timeout: 30 });
    return exitCode === 0 ? undefined : refusal(on, trial, names, `${stdout}${stderr}`);
  } finally {
    await on.host.files.remove(folder);
  }
};

const candidates = ({ place }: PlannedHost): string => `${place.paths.etc}/${candidateFolder}`;

const layOut = async (on: PlannedHost, folder: string, { account }: Trial, files: readonly File[]): Promise<void> => {
  await on.host.files.makeFolder(folder, { mode: 0o700, ...(account !== undefined && { account }) });
  for (const file of files)
    await on.host.files.write(`${folder}/${basename(file.path)}`, await renderFile(on, file), ownershipOf(file));
};

interface Name {
  readonly candidate: string;
  readonly real: string;
}

/** The engine's words, with the files they are about under the names that their author knows. */
const refusal = (on: PlannedHost, trial: Trial, names: readonly Name[], output: string): Refusal => {
  const said = names.reduce((text, { candidate, real }) => text.replaceAll(candidate, () => real), output.trim());
  const place = names.flatMap(({ real }) => {
    const line = /^\d+/u.exec(said.split(`${real}:`)[1] ?? "")?.[0];
    return line === undefined ? [] : [`${real}:${line}`];
  })[0];
  const where = place ?? `${trial.name} on ${on.place.name}`;
  const lines = said.split("\n").slice(-20);
  if (namesDiskFull(said)) return untriable(on, trial, lines);
  return {
    code: "CONFIG_REFUSED",
    where,
    what: `${trial.says} refuses its new configuration. Nothing was changed.`,
    mend: "Mend the setting, or the file of your own, that its words below lead to.",
    lines,
  };
};

/** The engine writes while it tries, too. */
const untriable = ({ host }: PlannedHost, { says }: Trial, lines: readonly string[]): Refusal => ({
  code: "DISK_FULL",
  where: host.where.home,
  what: `The disk has no room for ${says} to try its new configuration. Nothing was changed.`,
  mend: `Make room there (\`df -h '${host.where.home}'\` shows how much there is), then run the command again.`,
  lines,
});
