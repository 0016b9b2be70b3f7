import { existsSync } from "node:fs";
import type { Packages } from "../host.ts";
import { installPackages } from "./install-packages.ts";

/** Debian's packages on this machine. */
export const localPackages: Packages = {
  missing: async (packages) => packages.filter(({ provides }) => !existsSync(provides)).map(({ name }) => name),
  install: installPackages,
};
