/** The parts of `npm test`, in the order they run: what tells most in the least time comes first. */
const tool = (name, ...words) => ({ name, kind: "tool", words });
const tests = (name, minutes) => ({ name, kind: "vitest", minutes });

export const allParts = [
  tool("format", "oxfmt", "--check"),
  tool("lint", "oxlint"),
  tool("types", "tsc", "-p", "stead/tsconfig.json"),
  tool("types-site", "tsc", "-p", "site/tsconfig.json", "--noEmit"),
  tool("knip", "knip", "--no-progress"),
  tests("unit", 5),
  tests("site", 5),
  tests("engines", 8),
  tests("commands", 15),
  tests("releases", 12),
  tests("clones", 12),
  tests("load", 8),
  tests("browser", 5),
  // Where there is no root, or no Linux, its tests say so and count as skipped. All of it: npm test -- lab
  { ...tests("lab", 25), sample: ["lab/lab.test.ts", "lab/internet.test.ts", "lab/killed.test.ts"] },
];

/**
 * Splits the words of the command line into names of parts and filters on test files. No words: all parts, some of them by
 * a sample of their files.
 */
export const chooseParts = (words) => {
  const named = allParts.filter((part) => words.includes(part.name));
  const filters = words.filter((word) => !allParts.some((part) => part.name === word));
  if (words.length > 0) return { parts: named.length > 0 ? named : allParts, filters };
  return { parts: allParts.map((part) => (part.sample ? { ...part, files: part.sample } : part)), filters };
};
