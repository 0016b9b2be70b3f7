/** Text of a systemd environment file (systemd.exec(5), EnvironmentFile=): each value in double quotes. */
export const environmentFile = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}="${value.replaceAll(/["\\$`]/gu, String.raw`\$&`)}"\n`)
    .join("");
