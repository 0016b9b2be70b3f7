/**
 * The names of a release's folders and units. A generation is one start of a release's processes: `ID`, and `ID.2`, `ID.3`
 * when the same build was started anew (changed settings, a rollback to it while its first start still drains).
 */

/** `20261123-120501-ab12cd`: UTC, then the start of the content's hash. Sorts by time. */
export const releaseId = (at: Date, hash: string): string => `${timeName(at)}-${hash.slice(0, 6)}`;

/** `20261123-120501`. */
export const timeName = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(/[-:]/gu, "").replace("T", "-");

/** The second in a release's name. */
export const timeOf = (id: string): Date =>
  new Date(id.replace(/^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-.*$/u, "$1-$2-$3T$4:$5:$6Z"));

/** The mark of a folder whose release is not complete; the next verb clears it. */
export const halfBuilt = ".building";

export const isReleaseId = (name: string): boolean => /^\d{8}-\d{6}-[0-9a-f]{6}$/u.test(name);

export const isGeneration = (name: string): boolean => /^\d{8}-\d{6}-[0-9a-f]{6}(?:\.\d+)?$/u.test(name);

export const releaseOf = (generation: string): string => generation.split(".")[0] ?? generation;

/** The first name for a start of a release that none of the taken ones has. */
export const nextGeneration = (release: string, taken: readonly string[]): string => {
  const numbers = taken.filter((name) => releaseOf(name) === release).map((name) => Number(name.split(".")[1] ?? 1));
  return numbers.length === 0 ? release : `${release}.${Math.max(...numbers) + 1}`;
};

export const instanceUnit = (generation: string, number: number): string => `app@${generation}-${number}`;
export const workerUnit = (name: string, generation: string, number: number): string =>
  `worker-${name}@${generation}-${number}`;
export const cronUnit = (name: string, generation: string): string => `cron-${name}@${generation}`;

/** The generation whose unit this is; undefined: not a unit of a release (nginx, mariadb). */
export const generationOf = (unit: string): string | undefined =>
  /^(?:app|worker-[^@]+|cron-[^@]+)@(\d{8}-\d{6}-[0-9a-f]{6}(?:\.\d+)?)(?:-\d+)?$/u.exec(unit)?.[1];
