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
  tests("engines", 15),
  tests("commands", 20),
  tests("releases", 18),
  tests("clones", 15),
  tests("load", 10),
  tests("browser", 10),
  // Needs root, and minutes for its first images: npm test -- lab
  { ...tests("lab", 40), onlyNamed: true },
];

/**
 * Splits the words of the command line into names of parts and filters on test files. No names: all but those that want
 * to be named.
 */
export const chooseParts = (words) => {
  const named = allParts.filter((part) => words.includes(part.name));
  const filters = words.filter((word) => !allParts.some((part) => part.name === word));
  return { parts: named.length > 0 ? named : allParts.filter((part) => !part.onlyNamed), filters };
};
