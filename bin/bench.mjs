/** `npm run bench`: takes the figures of docs/figures.md side by side with a set-up written by hand. About five minutes. */
import { installDistributionPackages, testPackages } from "./packages.mjs";
import { ready } from "./ready.mjs";

await ready();
installDistributionPackages([
  ...testPackages,
  { path: "/usr/bin/wrk", package: "wrk", why: "makes the load of the bench" },
  { path: "/usr/bin/mariadb-install-db", package: "mariadb-server-core", why: "the database by hand" },
]);
await import("../stead/bench/main.ts");
