/** A word as a POSIX shell reads it back, whatever is in it: newlines, quotes, any byte but NUL. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Words of a command, each as a shell reads it back. */
export const quoteAll = (words: readonly string[]): string => words.map(quote).join(" ");
