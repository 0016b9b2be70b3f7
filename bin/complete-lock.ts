#!/usr/bin/env node
// Adds to package-lock.json the optional packages of platforms that the registry in use does not hold: without an entry
// for each, `npm ci` refuses the whole file. They carry no integrity, since nothing could be downloaded to take it from.
// Run it after every `npm install`; a law test fails when an entry is missing.
import { readFileSync, writeFileSync } from "node:fs";
import { type Lock, missingOptionals } from "./lock/missing-optionals.ts";

const file = new URL("../package-lock.json", import.meta.url);
const lock: Lock = JSON.parse(readFileSync(file, "utf8"));
const missing = missingOptionals(lock);
const packages = { ...lock.packages, ...missing };
const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(`package-lock.json: ${Object.keys(missing).length} entries added.`);
