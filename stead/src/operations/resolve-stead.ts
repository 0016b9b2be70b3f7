import { registerHooks, type ResolveHookSync } from "node:module";

let registered = false;

/**
 * From now on `import … from "stead"` means this very Stead, so that a stead.config.ts works in a folder without
 * node_modules; and the config is a module whatever `type` the package.json beside it names.
 */
export const resolveStead = (): void => {
  if (registered) return;
  registered = true;
  registerHooks({ resolve: resolveBareName });
};

// A clone runs its sources, a package what they were built to.
const ownIndex = new URL(import.meta.url.endsWith(".ts") ? "../index.ts" : "../index.js", import.meta.url).href;

const resolveBareName: ResolveHookSync = (specifier, context, next) => {
  if (specifier === "stead") return { url: ownIndex, format: formatOf(ownIndex), shortCircuit: true };
  const found = next(specifier, context);
  return configFile.test(found.url) ? { ...found, format: formatOf(found.url) } : found;
};

/** As read-config.ts imports it: marked by its query, whatever its name. */
const configFile = /\.(?:ts|js)\?reading=\d+$/u;

const formatOf = (url: string): string => (/\.ts(?:\?|$)/u.test(url) ? "module-typescript" : "module");
