import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { applicationFolder } from "./run-stead.ts";
import { makeSiteFolder, type SiteFolder } from "./site-folder.ts";

/** A site that serves, to be treated badly. */
export interface RunningSite extends SiteFolder {
  /** The folder of its sockets and of the supervisor's records. */
  sockets(): string;
  /** The text of its configuration. */
  configure(text: string): void;
  /** The spec it came up with, changed by these keys; settings of `app` are merged. */
  change(extra: Spec): void;
  /** Other ports than its own. */
  changePorts(ports: Readonly<Record<string, number>>): void;
  /** The configuration and the files that it came up with. */
  restore(): void;
  /** Writes a file of the site's folder, or one with an absolute path. */
  put(path: string, content: string): void;
  /** Puts the files of one of stead/test/applications over those that are there. */
  become(application: string): void;
}

export type Spec = Readonly<Record<string, unknown>> & { readonly app?: Readonly<Record<string, unknown>> };

interface Wish {
  readonly spec: Spec;
  /** One of stead/test/applications; a static page without. */
  readonly application?: string;
  /** Where its folder is made; asked when it is. */
  readonly parent?: () => string;
}

/** One site for all tests of a file: up before the first, down after the last. */
export const withRunningSite = (wish: Wish): (() => RunningSite) => {
  let site: RunningSite | undefined;
  beforeAll(async () => {
    const made = await openRunningSite(wish);
    site = made;
    // Once more: another test may take the mail catcher's port between the choice and the start.
    await made.changes("up").catch(() => made.changes("up"));
  });
  afterAll(() => site?.close());
  return () => {
    if (site) return site;
    throw new Error("The site is not up yet.");
  };
};

/** Makes the folder; nothing runs yet. */
export const openRunningSite = async ({ spec, application, parent }: Wish): Promise<RunningSite> => {
  const folder = await makeSiteFolder(spec, "stead-bad-", 0o755, parent?.());
  const put = (path: string, content: string): void => {
    const file = isAbsolute(path) ? path : join(folder.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const become = (name: string): void => cpSync(applicationFolder(name), folder.folder, { recursive: true });
  const site: RunningSite = {
    ...folder,
    sockets: () => /^sockets (.+)$/mu.exec(readFileSync(join(folder.home(), "where"), "utf8"))?.[1] ?? "",
    configure: (text) => put("stead.config.mjs", text),
    change: (extra) => folder.wish({ ...spec, ...extra, app: { ...spec.app, ...extra.app } }),
    changePorts: (ports) => {
      const text = JSON.stringify({ ...spec, ports: { http: folder.http, ...ports } });
      put("stead.config.mjs", `export default ${text};\n`);
    },
    restore: () => {
      folder.wish(spec);
      if (application === undefined) put("index.html", "<h1>Here I am</h1>\n");
      else become(application);
    },
    put,
    become,
  };
  site.restore();
  const close = (): Promise<void> => {
    // `down` reads the configuration, too: one that a failed test left wrong would keep the site running.
    rmSync(join(folder.folder, "stead.config.mjs"), { recursive: true, force: true });
    site.restore();
    return folder.close();
  };
  return { ...site, close };
};
