import type { Look } from "./look-at-folder.ts";
import { readPort, saysHealth } from "./read-sources.ts";

/** What kind of website a folder holds: the settings of `app`, and what was seen, in sentences. */
export interface Guess {
  readonly app: {
    readonly build?: string;
    readonly start?: string;
    readonly static?: string;
    readonly health?: string;
    readonly migrate?: string;
    readonly port?: true;
  };
  readonly database: boolean;
  readonly found: readonly string[];
  /** What the user must change for it to run. */
  readonly advice: readonly string[];
}

/** Looks for an application first, then for a site's generator, then for plain files; undefined: nothing to serve. */
export const recognise = (look: Look): Guess | undefined =>
  nextSite(look) ?? application(look) ?? generated(look) ?? plainFiles(look);

const depends = (look: Look, ...names: readonly string[]): boolean =>
  names.some((name) => look.manifest?.dependencies.includes(name));

const script = (look: Look, name: string): string | undefined => look.manifest?.scripts[name];

const buildOf = (look: Look): { readonly build?: string } =>
  script(look, "build") === undefined ? {} : { build: "npm run build" };

const nextSite = (look: Look): Guess | undefined =>
  depends(look, "next")
    ? {
        app: {
          build: script(look, "build") === undefined ? "next build" : "npm run build",
          // Straight, not through npm: it then gets SIGTERM itself.
          start: "next start -H 127.0.0.1",
          port: true,
        },
        database: wantsDatabase(look),
        found: ["Next.js, which listens on a port number (port: true)."],
        advice: [],
      }
    : undefined;

const application = (look: Look): Guess | undefined => {
  const start = startOf(look);
  if (start === undefined) return undefined;
  const port = readPort(look.sources, start.file);
  const health = saysHealth(look.sources);
  const migrate = migrateOf(look);
  const folder = holds(look, "public") ? "public" : undefined;
  const database = wantsDatabase(look);
  return {
    app: {
      ...buildOf(look),
      start: start.command,
      ...(folder === undefined ? {} : { static: folder }),
      ...(health === undefined ? {} : { health }),
      ...(migrate === undefined ? {} : { migrate }),
      ...(port.number ? { port: true as const } : {}),
    },
    database,
    found: [
      start.says,
      ...port.found,
      ...(folder === undefined ? [] : [`The folder ${folder}: nginx serves it.`]),
      ...(health === undefined ? [] : [`A health check at ${health}.`]),
      ...(database ? ["A driver of MySQL or MariaDB: the application gets a database (DATABASE_URL)."] : []),
    ],
    advice: port.advice,
  };
};

interface Start {
  readonly command: string;
  readonly says: string;
  /** The program's own file, when it is known. */
  readonly file?: string;
}

const startOf = (look: Look): Start | undefined => {
  const written = script(look, "start");
  if (written !== undefined) return startOfScript(written);
  const file = serverFiles.find((name) => look.files.has(name) && listens(look.sources.get(name) ?? ""));
  const named = file ?? mainOf(look);
  return named === undefined
    ? undefined
    : { command: `node ${named}`, says: `${named}, a server for Node.`, file: named };
};

/** A plain command is started straight, so that it gets SIGTERM itself; anything else goes through npm. */
const startOfScript = (written: string): Start => {
  const says = `package.json starts it with "${written}".`;
  const plain = /^[^&|;<>$`()=]+$/u.test(written) && !/^(?:npm|npx|yarn|pnpm|bun)\b/u.test(written);
  if (!plain) return { command: "npm start", says };
  const file = /^node (?:-\S+ )*([^\s"']+)/u.exec(written)?.[1]?.replace(/^\.\//u, "");
  return { command: written, says, ...(file === undefined ? {} : { file }) };
};

const serverFiles = ["server", "app", "index", "main"].flatMap((name) =>
  ["", "src/"].flatMap((folder) => ["js", "mjs", "cjs", "ts", "mts"].map((ending) => `${folder}${name}.${ending}`)),
);

const listens = (text: string): boolean => /\.listen\s*\(|\bserve\s*\(/u.test(text);

const mainOf = (look: Look): string | undefined => {
  const main = look.manifest?.main?.replace(/^\.\//u, "");
  return main !== undefined && listens(look.sources.get(main) ?? "") ? main : undefined;
};

const migrateOf = (look: Look): string | undefined => {
  const name = ["migrate", "db:migrate", "migrations"].find((one) => script(look, one) !== undefined);
  if (name === undefined) return undefined;
  const written = script(look, name) ?? "";
  return /^node [^&|;<>$`]+$/u.test(written) ? written : `npm run ${name}`;
};

const wantsDatabase = (look: Look): boolean => depends(look, "mysql2", "mysql", "mariadb");

const generated = (look: Look): Guess | undefined => {
  const generator = generators.find(({ name }) => depends(look, name));
  if (!generator || script(look, "build") === undefined) return undefined;
  return {
    app: { build: "npm run build", static: generator.folder },
    database: false,
    found: [`${generator.says}: "npm run build" writes a static site to ${generator.folder}.`],
    advice: [],
  };
};

/** Where each generator writes unless told otherwise, by its own documentation. */
const generators = [
  { name: "astro", says: "Astro", folder: "dist" },
  { name: "@11ty/eleventy", says: "Eleventy", folder: "_site" },
  { name: "vitepress", says: "VitePress", folder: ".vitepress/dist" },
  { name: "@docusaurus/core", says: "Docusaurus", folder: "build" },
  { name: "gatsby", says: "Gatsby", folder: "public" },
  { name: "react-scripts", says: "Create React App", folder: "build" },
  { name: "vite", says: "Vite", folder: "dist" },
] as const;

const plainFiles = (look: Look): Guess | undefined => {
  const folder = [".", "public", "dist", "www", "site", "htdocs", "build", "_site"].find((name) =>
    look.files.has(name === "." ? "index.html" : `${name}/index.html`),
  );
  if (folder === undefined) return undefined;
  const page = folder === "." ? "index.html" : `${folder}/index.html`;
  return { app: { static: folder }, database: false, found: [`${page}: a static site.`], advice: [] };
};

const holds = (look: Look, folder: string): boolean => [...look.files].some((path) => path.startsWith(`${folder}/`));
