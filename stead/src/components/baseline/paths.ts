/** Sorts behind Debian's own 20auto-upgrades and 50unattended-upgrades: what is read later counts (apt.conf(5)). */
export const upgradesPath = "/etc/apt/apt.conf.d/99stead-upgrades";

export const journalFolder = "/etc/systemd/journald.conf.d";
export const journalPath = `${journalFolder}/stead.conf`;
