const MOST = 20;

/**
 * The last lines of a failed command's output, for its error. npm ends with pages of usage (`npm error Usage:`), below which the
 * cause would be lost: they are left out, and so are its empty lines.
 */
export const tellingLines = (lines: readonly string[]): readonly string[] => {
  const usage = lines.findIndex((line) => /^npm (?:error|ERR!) (?:Clean install a project|Usage:)/u.test(line));
  const told = usage === -1 ? lines : lines.slice(0, usage);
  return told.filter((line) => !/^npm (?:error|ERR!)\s*$/u.test(line)).slice(-MOST);
};
