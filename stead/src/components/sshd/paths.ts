import { serverFolder } from "../../topology/servers.ts";

/** What Stead wants of sshd; the script puts it where sshd reads it. */
export const wantedPath = `${serverFolder}/sshd.conf`;

/** Sorts before others: of a keyword given twice, the first value counts (sshd_config(5)). */
export const dropInPath = "/etc/ssh/sshd_config.d/00-stead.conf";

export const programPath = `${serverFolder}/bin/sshd`;
