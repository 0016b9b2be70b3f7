/**
 * The known word that a mistyped one most likely means; undefined when none is near.
 * Near: at most a third of the longer word's letters differ, and at least one change is always allowed for words of two or more.
 */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= allowance(word, candidate))
    .toSorted((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate));
  return ranked[0]?.candidate;
};

const allowance = (word: string, candidate: string): number =>
  Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));

/** Insertions, deletions, changes and swaps of neighbours (optimal string alignment) from one word to the other. */
export const editDistance = (from: string, to: string): number => {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line += 1) {
    const next = nextRow({ from, to, line, row, before });
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
};

const nextRow = ({
  from,
  to,
  line,
  row,
  before,
}: {
  from: string;
  to: string;
  line: number;
  row: readonly number[];
  before: readonly number[];
}): readonly number[] => {
  const next = [line];
  for (let column = 1; column <= to.length; column += 1) {
    const same = from[line - 1] === to[column - 1];
    const swapped = line > 1 && column > 1 && from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
    next.push(
      Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      ),
    );
  }
  return next;
};
