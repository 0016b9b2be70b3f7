/**
 * Reads an environment file as systemd does (systemd.exec(5), EnvironmentFile=), as far as Stead writes them: lines of
 * `NAME=value`, where a value in double quotes may span lines and has `\` before `"`, `\`, `$` and a backtick.
 */
export const parseEnvironmentFile = (text: string): Readonly<Record<string, string>> => {
  const values: Record<string, string> = {};
  const assignment = /^[ \t]*([A-Za-z_][A-Za-z0-9_]*)=(?:"((?:[^"\\]|\\[^])*)"[ \t]*|(.*))$/gm;
  for (const [, name = "", quoted, plain = ""] of text.matchAll(assignment)) {
    values[name] = quoted === undefined ? plain.trim() : quoted.replaceAll(/\\([^])/g, "$1");
  }
  return values;
};
