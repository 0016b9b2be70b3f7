import { defineConfig } from "vitest/config";

/** Seconds a single test may take, by project: those that start real engines wait for real processes. */
const seconds = {
  clones: 300,
  unit: 10,
  engines: 60,
  commands: 180,
  releases: 180,
  load: 300,
  site: 60,
  browser: 120,
  lab: 600,
};

/** One project for each part of `npm test` (bin/test.mjs runs them one after another). */
const project = (name: keyof typeof seconds, include: string[], workers = 1, exclude: string[] = []) => ({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    name,
    include,
    exclude: ["**/node_modules/**", "**/dist/**", "**/.stead/**", ...exclude],
    setupFiles: ["stead/test/setup/seed.ts"],
    // A site's configuration is imported by Node itself, as it is outside of tests.
    server: { deps: { external: [/\/stead\.config\.\w+/] } },
    pool: "forks" as const,
    maxWorkers: workers,
    testTimeout: seconds[name] * 1000,
    hookTimeout: seconds[name] * 1000,
  },
});

export default defineConfig({
  test: {
    projects: [
      project("unit", ["stead/src/**/*.test.ts", "stead/test/{laws,golden,make-believe}/**/*.test.ts"], 2),
      project("engines", ["stead/test/{engines,contracts}/**/*.test.ts"]),
      project("commands", ["stead/test/commands/**/*.test.ts"], 2),
      project("releases", ["stead/test/releases/**/*.test.ts"], 2),
      // One at a time: they take the ports that nobody chose, as `npm start` does.
      project("clones", ["stead/test/clones/**/*.test.ts"]),
      project("load", ["stead/test/load/**/*.test.ts"]),
      project("site", ["site/{src,test}/**/*.test.{ts,tsx}"], 1, ["site/test/browser/**"]),
      project("lab", ["stead/test/lab/**/*.test.ts"]),
      project("browser", ["{stead,site}/test/browser/**/*.test.ts"]),
    ],
  },
});
