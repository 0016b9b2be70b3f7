import type { Packages, Users } from "../host.ts";

/** Packages by name. */
export const memoryPackages = (installed: Set<string>): Packages => ({
  missing: async (packages) => packages.map(({ name }) => name).filter((name) => !installed.has(name)),
  install: async (packages, say) => {
    if (packages.length > 0) say?.(`Installing ${packages.map(({ name }) => name).join(", ")}`);
    for (const { name } of packages) installed.add(name);
  },
});

/** Accounts by name. */
export const memoryUsers = (known: Set<string>): Users => ({
  existing: async (names) => new Set(names.filter((name) => known.has(name))),
  create: async (name) => {
    known.add(name);
  },
});
