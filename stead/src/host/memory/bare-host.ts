import type { Host } from "../host.ts";
import { openMemoryHost } from "./memory-host.ts";

/**
 * A server that nobody rented yet, as rented servers begin: Debian 12 with sshd and nothing else, two cores, 4 GB. A plan for it is
 * the plan for a machine like that.
 */
export const openBareHost = (name: string, site: string): Host =>
  openMemoryHost({
    name,
    where: { home: `/srv/stead/${site}`, run: `/run/stead/${site}` },
    answers: { "/bin/sh": () => ({ stdout: answer }), df: () => ({ exitCode: 1 }) },
  });

/** What such a machine would answer to the question for facts (observe/facts-command.ts). */
const answer = Object.entries({
  system: 'ID=debian\nVERSION_ID="12"',
  machine: "x86_64\n2",
  memory: "MemTotal: 4194304 kB",
  addresses: `${"0".repeat(31)}1 01 80 10 80 lo`,
  operator: "root\n0",
})
  .map(([name, text]) => `\x1e${name}\n${text}\n`)
  .join("");
