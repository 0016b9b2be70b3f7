/** The file that a server's lock lies on: of the whole server, whose packages and firewall all its sites share. Gone with a reboot. */
export const LOCK_FILE = "/run/stead/lock";
