/** How a program takes its port, read from its text. */
export interface PortReading {
  /** true: only a number will do. */
  readonly number: boolean;
  readonly found: readonly string[];
  readonly advice: readonly string[];
}

/**
 * Reads from programs' text whether PORT may be the path of a socket. The program's own file is looked at first; what
 * is built from TypeScript is found in its sources.
 */
export const readPort = (sources: ReadonlyMap<string, string>, file: string | undefined): PortReading => {
  const all = [...sources].toSorted(([a], [b]) => Number(b === file) - Number(a === file));
  const numeric = all.find(([, text]) => numberPatterns.some((pattern) => pattern.test(text)));
  if (numeric) return { number: true, found: [`${numeric[0]} makes a number of PORT (port: true).`], advice: [] };
  if (all.some(([, text]) => /\bPORT\b/u.test(text))) return none;
  const fixed = all.flatMap(([path, text]) => fixedPort(path, text))[0];
  return fixed ? { ...none, advice: [fixed] } : none;
};

const none: PortReading = { number: false, found: [], advice: [] };

const port = String.raw`process\.env(?:\.PORT\b|\[["']PORT["']\])`;

const numberPatterns = [
  // Number(process.env.PORT), parseInt(process.env.PORT, 10), Number.parseInt(…)
  new RegExp(String.raw`(?:\bNumber|\bparseInt)\s*\(\s*(?:String\s*\(\s*)?${port}`, "u"),
  // +process.env.PORT, ~~process.env.PORT
  new RegExp(String.raw`(?:^|[=(,:?\s])(?:\+|~~)\s*\(?\s*${port}`, "mu"),
  // const { PORT = 3000 } = process.env; … Number(PORT)
  /(?:\bNumber|\bparseInt)\s*\(\s*PORT\b/u,
  // { port: process.env.PORT }: Node takes a path there as `path` only
  new RegExp(String.raw`\bport\s*:\s*${port}`, "u"),
  // listen({ port }): likewise
  /\bPORT\b[^]*\.listen\s*\(\s*\{(?![^}]*\bpath\b)[^}]*\bport\b/u,
];

const fixedPort = (path: string, text: string): readonly string[] => {
  const lines = text.split("\n");
  const index = lines.findIndex((line) => fixedListen.test(line));
  const [, option = "", number] = fixedListen.exec(lines[index] ?? "") ?? [];
  return number === undefined
    ? []
    : [
        option === ""
          ? `${path}:${index + 1} listens on ${number}: write listen(process.env.PORT ?? ${number}) there.`
          : `${path}:${index + 1} listens on ${number}: write listen({ path: process.env.PORT }) there.`,
      ];
};

const fixedListen = /\.listen\s*\(\s*(\{[^}]*\bport\s*:\s*)?(\d+)/u;

/** A path that some program names and that is a health check by its name. */
export const saysHealth = (sources: ReadonlyMap<string, string>): string | undefined =>
  [...sources.values()]
    .map((text) => /["'`](\/(?:api\/)?(?:healthz|health|readyz|livez|health-check|healthcheck))["'`]/u.exec(text)?.[1])
    .find((path) => path !== undefined);
