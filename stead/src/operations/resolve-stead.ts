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
  if (specifier === "stead") return { url: ownIndex, format: ownFormat, shortCircuit: true };
  const found = next(specifier, context);
  // JavaScript, too, is read as TypeScript: that parser tells the line of a fault.
  return config.test(found.url) ? { ...found, format: "module-typescript" } : found;
};

const ownFormat = ownIndex.endsWith(".ts") ? "module-typescript" : "module";

/** As read-config.ts imports it: marked by its query, whatever its name. */
const config = /\?reading=\d+$/u;
