import { spawnSync } from "node:child_process";
import type { Refusal } from "./refused.ts";
import { runStead } from "./run-stead.ts";

/** Whether this account may give a program a machine that looks different (root, in a kernel that lets it mount). */
export const canAlter = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

/**
 * Runs the command on this machine, altered for it alone by shell commands: in a mount namespace of its own (unshare(1)), so that
 * outside of it nothing changes. /mnt is a folder for what the alteration needs.
 */
export const onMachineThat = (alteration: string): NonNullable<Refusal["run"]> => {
  const script = `set -e\nmount -t tmpfs tmpfs /mnt\n${alteration}\nexec "$@"`;
  return (site, words) => runStead(site.folder, words, { through: ["unshare", "--mount", "sh", "-c", script, "sh"] });
};

/** Nothing stands at that path; what lies beside it is reached by links. */
export const lacks = (program: string): string => `
  folder=$(dirname ${program}); mkdir -p /mnt/beside
  mount --bind $folder /mnt/beside
  mount -t tmpfs tmpfs $folder
  for one in /mnt/beside/*; do ln -s $one $folder/; done
  rm ${program}`;

/** A program of that path says these lines and ends so. */
export const has = (program: string, ...lines: readonly string[]): string => `
  printf '%s\\n' '#!/bin/sh' ${lines.map((line) => `'${line}'`).join(" ")} >/mnt/$(basename ${program})
  chmod 755 /mnt/$(basename ${program})
  mount --bind /mnt/$(basename ${program}) ${program}`;
