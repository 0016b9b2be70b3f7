#!/usr/bin/env node
// Finds the Node that Stead runs on and hands over to it. Plain JavaScript, so that it also runs on an older Node.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_MAJOR = 24;
const home = dirname(dirname(fileURLToPath(import.meta.url)));

const node = broughtNode() ?? ownNode();
if (node === undefined) {
  console.error(
    `stead: needs Node ${OLDEST_MAJOR}; this is ${process.version}, and npm brought none for ${process.platform}-${process.arch}.`,
  );
  console.error(
    `  Run npm install again with optional packages allowed, or start Stead with Node ${OLDEST_MAJOR} or newer.`,
  );
  process.exit(3);
}
handOver(node, [...entry(), ...process.argv.slice(2)]);

/** The runtime that npm installed beside Stead: the same one that releases run on. */
function broughtNode() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "bin", "node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // npm left an optional package out
  }
}

function ownNode() {
  return Number(process.versions.node.split(".")[0]) >= OLDEST_MAJOR ? process.execPath : undefined;
}

/** `source` lets a stead.config.ts in a clone import "stead" unbuilt; a package has none. */
function entry() {
  return [
    "--disable-warning=ExperimentalWarning",
    ...(isClone() ? ["--conditions=source"] : []),
    join(home, "bin", "main.mjs"),
  ];
}

function isClone() {
  return existsSync(join(home, "src"));
}

/** Replaces this process where Node can; else runs a child, passing on signals and the exit status. */
function handOver(program, words) {
  if (typeof process.execve === "function") process.execve(program, [program, ...words], process.env);
  const child = spawn(program, words, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`stead: cannot start ${program}: ${error.message}`);
    process.exit(3);
  });
  child.on("close", (status, signal) => process.exit(status ?? 128 + (constants.signals[signal] ?? 0)));
}
