import { showExample } from "../../kernel/show-example.ts";
import { localTwin } from "../../topology/names.ts";
import type { Guess } from "./recognise.ts";

/** The text of a commented stead.config.ts. */
export const writeConfig = (domain: string, guess: Guess): string =>
  [
    'import { defineSite } from "stead";',
    "",
    "// Every setting, with its default: stead explain",
    "export default defineSite({",
    `  // Without www. On this machine browsers also find it as www.${localTwin(domain)}.`,
    `  domain: ${showExample(domain)},`,
    "  app: {",
    ...appLines(guess),
    "  },",
    ...databaseLines(guess),
    "});",
    "",
  ].join("\n");

const appLines = ({ app }: Guess): readonly string[] =>
  (Object.keys(comments) as (keyof typeof comments)[])
    .filter((key) => app[key] !== undefined)
    .flatMap((key) => [`    // ${comments[key]}`, `    ${key}: ${showExample(app[key])},`]);

const comments: Readonly<Record<keyof Guess["app"], string>> = {
  build: "Builds a release, in a clean copy of this folder.",
  start: "Starts one instance. It listens on process.env.PORT and ends on SIGTERM.",
  static: "Files that nginx serves itself.",
  health: "Answers 200 when an instance can serve visitors.",
  migrate: "Brings the tables up to date, once for each release.",
  port: "PORT is a number for this application, not the path of a socket.",
};

const databaseLines = ({ app, database }: Guess): readonly string[] => {
  if (database) return ["  // The application gets DATABASE_URL.", '  database: { engine: "mariadb" },'];
  if (app.start === undefined) return [];
  return [
    "  // A database of its own, told to the application as DATABASE_URL:",
    '  // database: { engine: "mariadb" },',
  ];
};
